package io.github.wsocketrelay.tyrus.internal.access;

import io.github.wsocketrelay.Authenticator.Use;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.UnusableFileException;
import io.github.wsocketrelay.tyrus.internal.log.LogText;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the lines of a token file: {@code <SHA-256 in hexadecimal> [name=…] [use=expose,connect]
 * [expires=2027-01-31] [links=…] [<limit of a link>=…]}, with comments after {@code #}. A date
 * stands for the end of that day in UTC.
 */
final class TokenFileParser {
  private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern BEGINS_WITH_HASH = Pattern.compile("([0-9a-fA-F]{64})(?:\\s|$)");
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}&&[^\\s]]");

  /** The limits that are for each link, so that a token can set them. */
  private static final Set<RelayLimit> OF_LINK =
      EnumSet.of(
          RelayLimit.CONTROL_PER_SECOND,
          RelayLimit.CONTROL_BURST,
          RelayLimit.FLOW_MESSAGES_PER_SECOND,
          RelayLimit.FLOW_MESSAGE_BURST,
          RelayLimit.LINK_DATAGRAMS_PER_SECOND,
          RelayLimit.LINK_BYTES_PER_SECOND);

  private static final int MOST_SHOWN = 12;

  private final Path file;
  private final Map<String, TokenEntry> entries = new LinkedHashMap<>();
  private int line;

  private TokenFileParser(Path file) {
    this.file = file;
  }

  /**
   * Reads all lines.
   *
   * @param file what errors name
   * @return the entries by their hash
   * @throws UnusableFileException naming file, line and mend
   */
  static Map<String, TokenEntry> parse(Path file, List<String> lines) {
    TokenFileParser parser = new TokenFileParser(file);
    lines.forEach(parser::add);
    return parser.entries;
  }

  /** The hashes that lines begin with, whatever follows: of a file that may have wrong lines. */
  static Set<String> hashes(List<String> lines) {
    return lines.stream()
        .map(text -> BEGINS_WITH_HASH.matcher(plain(text)))
        .filter(Matcher::lookingAt)
        .map(line -> line.group(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static String plain(String text) {
    return text.replaceFirst("(^|\\s)#.*", "").strip();
  }

  private void add(String text) {
    line++;
    String plain = plain(text);
    if (plain.isEmpty()) {
      return;
    }
    if (CONTROLS.matcher(plain).find()) {
      throw wrong("it has a control character: write it as plain text");
    }
    String[] words = plain.split("\\s+");
    if (!HASH.matcher(words[0]).matches()) {
      throw wrong("it does not begin with a SHA-256 of 64 hexadecimal digits: let wsrtoken add it");
    }
    String hash = words[0].toLowerCase(Locale.ROOT);
    if (entries.put(hash, entry(hash, words)) != null) {
      throw wrong("its token is there twice: delete one of the lines");
    }
  }

  private TokenEntry entry(String hash, String[] words) {
    String name = "";
    Set<Use> uses = EnumSet.allOf(Use.class);
    Instant expires = Instant.MAX;
    int links = 0;
    Map<RelayLimit, Long> limits = new EnumMap<>(RelayLimit.class);
    for (String word : List.of(words).subList(1, words.length)) {
      int equals = word.indexOf('=');
      String key = equals < 0 ? word : word.substring(0, equals);
      String value = equals < 0 ? "" : word.substring(equals + 1);
      switch (key) {
        case "name" -> name = value;
        case "use" -> uses = uses(value);
        case "expires" -> expires = instant(value);
        case "links" -> links = (int) number(value, key, 1, 1_000_000);
        default -> {
          RelayLimit limit = limit(key);
          limits.put(limit, number(value, key, limit.least(), limit.most()));
        }
      }
    }
    return new TokenEntry(hash, name, uses, expires, links, limits);
  }

  private Set<Use> uses(String text) {
    Set<Use> uses = EnumSet.noneOf(Use.class);
    for (String word : text.split(",", -1)) {
      switch (word) {
        case "expose" -> uses.add(Use.EXPOSE);
        case "connect" -> uses.add(Use.CONNECT);
        default ->
            throw wrong(
                "there is no use '%s': write expose, connect or both".formatted(shown(word)));
      }
    }
    return uses;
  }

  private Instant instant(String text) {
    try {
      return text.indexOf('T') >= 0
          ? Instant.parse(text)
          : LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw wrong(
          "'%s' is no date: write it as 2027-01-31, or 2027-01-31T18:00:00Z"
              .formatted(shown(text)));
    }
  }

  private long number(String text, String key, long least, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw wrong("%s must be a number from %d to %d".formatted(key, least, most));
  }

  private RelayLimit limit(String key) {
    String name = key.toUpperCase(Locale.ROOT).replace('-', '_');
    return OF_LINK.stream()
        .filter(limit -> limit.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "it has '%s': write name=, use=, expires=, links=, or a limit of a link, as link-bytes-per-second="
                        .formatted(shown(key))));
  }

  /** Who writes a token itself into the file must not read it in a log. */
  private static String shown(String word) {
    return LogText.shown(word, MOST_SHOWN);
  }

  private UnusableFileException wrong(String why) {
    return new UnusableFileException(
        file, "line %d of the token file %s: %s".formatted(line, file, why), null);
  }
}
