package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.WsrException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
    footer = {
      "  wsrtoken tokens.txt --name alice",
      "  wsrtoken tokens.txt --name bob --use connect --expires 2027-06-30 --links 4"
    })
public final class WsrToken implements Callable<Integer> {
  /** What a token may be used for. */
  enum Use {
    EXPOSE,
    CONNECT
  }

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
  private List<Use> uses = List.of(Use.values());

  @Option(
      names = "--expires",
      paramLabel = "DATE",
      description = "The last day that it is good for, as 2027-01-31. Default: for ever.")
  private @Nullable String expires;

  @Option(
      names = "--links",
      paramLabel = "NUMBER",
      description = "Most exposers and connectors at the same time. Default: any number.")
  private int links;

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
            "--name: '%s' has other characters than letters, digits and -._@".formatted(name));
      }
      line.append(" name=").append(name);
    }
    if (uses.size() < Use.values().length) {
      line.append(" use=")
          .append(
              uses.stream()
                  .map(use -> use.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(",")));
    }
    if (expires != null) {
      line.append(" expires=").append(date(expires));
    }
    if (links != 0) {
      line.append(" links=").append(Range.check(links, 1, 1_000_000, "--links"));
    }
    return line.toString();
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
    try (RandomAccessFile to = new RandomAccessFile(file.toFile(), "rw")) {
      long length = to.length();
      boolean isOpen = false;
      if (length > 0) {
        to.seek(length - 1);
        isOpen = to.read() != '\n';
      }
      to.write(((isOpen ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new WsrException(
          "cannot write the token file %s (%s): check its folder and who may write there"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
