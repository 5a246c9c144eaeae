package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.UnusableFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wsrtoken}: makes an access token for a relay. */
@Command(
    name = "wsrtoken",
    customSynopsis = "wsrtoken [options] <token file>",
    description =
        "Makes an access token, prints it once, and adds its hash to a file that wsrserve --tokens"
            + " reads. To take a token back, delete its line.",
    optionListHeading = "%nOptions:%n",
    exitCodeList = {"0:the token is made", HelpOptions.USAGE},
    footer = {
      "  wsrtoken tokens.txt --name alice",
      "  wsrtoken tokens.txt --name bob --use connect --expires 2027-06-30 --links 4"
    })
public final class WsrToken implements Callable<Integer> {
  private static final String[] USES = {"expose", "connect"};

  @Parameters(
      descriptionKey = "tokens",
      paramLabel = "<token file>",
      description = "The file to add the token's hash to; made if there is none.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private Path file;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Whose token it is, to find its line again: letters, digits and -._@ only.")
  private String name = "";

  @Option(
      names = "--use",
      paramLabel = "USE",
      split = ",",
      description = "What it may be used for: expose, connect, or both. Default: both.")
  private List<String> uses = List.of(USES);

  @Option(
      names = "--expires",
      paramLabel = "DATE",
      description = "The last day that it is good for, as 2027-01-31. Default: for ever.")
  private @Nullable String expires;

  @Option(
      names = "--links",
      paramLabel = "NUMBER",
      description = "Most exposers and connectors at the same time. Default: any number.")
  @Between(least = "1", most = "1000000", example = "4")
  private @Nullable Integer links;

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private final HelpOptions help = new HelpOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private CommandSpec command;

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(CommandLines.of(new WsrToken()).execute(args));
  }

  @Override
  public Integer call() {
    AccessToken token = AccessToken.generate();
    append(line(token));
    command.commandLine().getOut().println(token.text());
    return ExitCode.DONE;
  }

  private String line(AccessToken token) {
    StringBuilder line = new StringBuilder(token.sha256());
    if (!name.isEmpty()) {
      if (!name.matches("[\\p{L}\\p{N}._@-]+")) {
        throw new IllegalArgumentException(
            "--name: '%s' has other characters than letters, digits and -._@: leave them out"
                .formatted(name));
      }
      requireNewName();
      line.append(" name=").append(name);
    }
    List<String> chosen = Stream.of(USES).filter(uses()::contains).toList();
    if (chosen.size() < USES.length) {
      line.append(" use=").append(String.join(",", chosen));
    }
    if (expires != null) {
      line.append(" expires=").append(date(expires));
    }
    if (links != null) {
      line.append(" links=").append(links);
    }
    return line.toString();
  }

  private List<String> uses() {
    for (String use : uses) {
      if (!List.of(USES).contains(use)) {
        throw new IllegalArgumentException(
            "--use: '%s' is no use: write expose, connect or both as expose,connect"
                .formatted(use));
      }
    }
    return uses;
  }

  /** Two tokens of one name could not be told apart when one is to be taken back. */
  private void requireNewName() {
    List<String> lines;
    try {
      lines =
          Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
    } catch (IOException e) {
      throw UnusableFileException.unreadable(file, e);
    }
    String word =
        new String(("name=" + name).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    for (int i = 0; i < lines.size(); i++) {
      if (List.of(lines.get(i).replaceFirst("(^|\\s)#.*", "").split("[ \t]+")).contains(word)) {
        throw new IllegalArgumentException(
            "--name: '%s' has a token already, in line %d of %s: take another name, as %s-2, or delete that line"
                .formatted(name, i + 1, file, name));
      }
    }
  }

  private static LocalDate date(String text) {
    LocalDate date;
    try {
      date = LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "--expires: '%s' is no date: write it as 2027-01-31".formatted(text), e);
    }
    if (date.isBefore(LocalDate.now(ZoneOffset.UTC))) {
      throw new IllegalArgumentException(
          "--expires: %s is over, the token would open nothing: write a day to come"
              .formatted(date));
    }
    return date;
  }

  /** Adds a line, on one of its own even if the last one of the file has no end. */
  private void append(String line) {
    try (FileChannel to =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long length = to.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      boolean isOpen = length > 0 && to.read(last, length - 1) == 1 && last.get(0) != '\n';
      String text = (isOpen ? "\n" : "") + line + "\n";
      to.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), length);
    } catch (IOException e) {
      throw UnusableFileException.unwritable(file, e);
    }
  }
}
