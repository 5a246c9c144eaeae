package io.github.wsocketrelay.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes the commands' pages of the manual and what shells complete them with. */
public final class Manual {
  private static final List<String> COMMANDS =
      List.of("wsrserve", "wsrexpose", "wsrconnect", "wsrdemo", "wsrtoken", "wsrbench");

  private final Path share;
  private final String version;
  private final String date;

  private Manual(Path share, String version, String date) {
    this.share = share;
    this.version = version;
    this.date = date;
  }

  /**
   * One whose arguments are a folder as {@code /usr/share}, a version, and a time in ISO 8601.
   *
   * @throws IllegalArgumentException if those are not three
   */
  public static Manual of(String... arguments) {
    if (arguments.length != 3) {
      throw new IllegalArgumentException("give a folder, a version and a date");
    }
    return new Manual(Path.of(arguments[0]), arguments[1], arguments[2].replaceFirst("T.*", ""));
  }

  /** Run by the build. */
  public static void main(String[] args) throws IOException {
    Manual manual = of(args);
    manual.write(new WsrServe());
    manual.write(new WsrExpose());
    manual.write(new WsrConnect(InputStream.nullInputStream()));
    manual.write(new WsrDemo());
    manual.write(new WsrToken());
  }

  /**
   * Writes the files of one command.
   *
   * @throws IOException if that fails
   */
  public void write(Callable<Integer> command) throws IOException {
    CommandLine line = CommandLines.of(command);
    String name = line.getCommandName();
    write("man/man1/" + name + ".1", ManPage.of(line.getCommandSpec(), version, date, COMMANDS));
    write("bash-completion/completions/" + name, AutoComplete.bash(name, line));
    write("zsh/site-functions/_" + name, ZshCompletion.of(line.getCommandSpec()));
  }

  private void write(String file, String text) throws IOException {
    Path path = share.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text.replace("\r\n", "\n"));
  }
}
