package io.github.wsocketrelay.examples;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * What the terminal can show on which this process prints, if there is one.
 *
 * @param movesCursor whether a line of standard output can be taken back
 * @param coloursOut whether standard output shows colours
 * @param coloursErr whether standard error shows colours
 */
record Terminal(boolean movesCursor, boolean coloursOut, boolean coloursErr) {
  /** A file, or a pipe to another program. */
  static final Terminal NONE = new Terminal(false, false, false);

  /** In it the launcher tells which of {@code out} and {@code err} are a terminal. */
  private static final String TOLD = "wsr.terminal";

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /** That of this process; no colours with {@code NO_COLOR} in the environment. */
  static Terminal ofProcess() {
    return of(
        System.getenv(),
        isShown("out", "1", hasConsole()),
        isShown("err", "2", false),
        canColour());
  }

  static Terminal of(
      Map<String, String> environment, boolean isOutShown, boolean isErrShown, boolean canColour) {
    boolean isDumb = "dumb".equals(environment.get("TERM"));
    boolean isColourful =
        canColour && !isDumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        isOutShown && !isDumb, isOutShown && isColourful, isErrShown && isColourful);
  }

  /** Terminals of Windows show colours only where picocli finds that they do. */
  private static boolean canColour() {
    return File.separatorChar == '/' || Ansi.AUTO.enabled();
  }

  /** Whether a person can be asked. Java needs both standard input and output for it. */
  @SuppressWarnings("SystemConsoleNull") // right up to Java 21, and asked further from 22 on
  static boolean hasConsole() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // Since Java 22 there may be a console without a terminal, and this method to tell.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /**
   * Java itself only tells of input and output together. So the launcher is asked first, which can
   * tell of each, and then the system, where it has such files.
   */
  private static boolean isShown(String name, String descriptor, boolean otherwise) {
    String told = System.getProperty(TOLD);
    if (told != null) {
      return List.of(told.split(",")).contains(name);
    }
    try {
      String target = Files.readSymbolicLink(DESCRIPTORS.resolve(descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return otherwise;
    }
  }
}
