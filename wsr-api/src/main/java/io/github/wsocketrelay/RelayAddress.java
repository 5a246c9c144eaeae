package io.github.wsocketrelay;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a relay's address in the forms in which people have it. */
public final class RelayAddress {
  /** Most relays that can be given. */
  static final int MOST = 16;

  private RelayAddress() {}

  /**
   * Reads a relay's address.
   *
   * @param text {@code ws://…}, {@code wss://…}, {@code http://…} (means ws), {@code https://…}
   *     (means wss), {@code host:port} or {@code host} (mean ws)
   * @return the address with a scheme of ws or wss, in lower case and without a slash at its end
   * @throws IllegalArgumentException saying what is wrong, and how to write it
   */
  public static URI parse(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      throw new IllegalArgumentException(explain(text, "it is empty"));
    }
    try {
      return check(new URI(stripped.contains("://") ? stripped : "ws://" + stripped), text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(explain(text, e.getReason()));
    }
  }

  /**
   * Reads relays' addresses, of which the next is tried when one is away.
   *
   * @param text addresses as for {@link #parse}, with commas between them
   * @return 1 to 16 different addresses
   * @throws IllegalArgumentException saying what is wrong, and how to write it
   */
  public static List<URI> parseList(String text) {
    return check(Stream.of(text.split(",", -1)).map(RelayAddress::parse).toList());
  }

  /** Different addresses, each in its normal form. */
  static List<URI> check(List<URI> relays) {
    if (relays.isEmpty() || relays.size() > MOST) {
      throw new IllegalArgumentException(
          "between 1 and %d relays can be given, not %d".formatted(MOST, relays.size()));
    }
    Set<URI> seen = new HashSet<>();
    List<URI> checked =
        relays.stream().map(relay -> RelayAddress.check(relay, relay.toString())).toList();
    for (URI relay : checked) {
      if (!seen.add(relay)) {
        throw new IllegalArgumentException("relay " + relay + " is given twice");
      }
    }
    return checked;
  }

  /** The address with a scheme of ws or wss, in lower case and without a slash at its end. */
  static URI check(URI uri, String text) {
    String given = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String scheme =
        switch (given) {
          case "ws", "http" -> "ws";
          case "wss", "https" -> "wss";
          default ->
              throw new IllegalArgumentException(explain(text, "its scheme is not ws or wss"));
        };
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(
          explain(text, "it names no host, or its port is no number"));
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          explain(
              text,
              "it must not have a user, a '?' or a '#' (an access token is given apart from it)"));
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw new IllegalArgumentException(explain(text, "its port is not between 1 and 65535"));
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
    return URI.create(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port + path);
  }

  /** Repeats the text unless it may hold a secret: a password, or an invitation's server ID. */
  private static String explain(String text, String why) {
    boolean mayBeSecret = text.chars().anyMatch(c -> c == '@' || c == '?' || c == '#');
    return "%s is no relay address, %s: write ws://host:port, wss://host, http(s)://host, host:port or host"
        .formatted(mayBeSecret ? "this" : Checks.quoted(text), why);
  }
}
