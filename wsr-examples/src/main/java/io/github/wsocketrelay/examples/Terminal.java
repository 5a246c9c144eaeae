package io.github.wsocketrelay.examples;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * What the terminal can show on which this process prints, if there is one.
 *
 * @param movesCursor whether a line can be taken back
 * @param coloursOut whether standard output shows colours
 * @param coloursErr whether standard error shows colours
 */
record Terminal(boolean movesCursor, boolean coloursOut, boolean coloursErr) {
  /** A file, or a pipe to another program. */
  static final Terminal NONE = new Terminal(false, false, false);

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  /** That of this process; no colours with {@code NO_COLOR} in the environment. */
  static Terminal ofProcess() {
    return isThere() ? of(System.getenv(), isErrorShown()) : NONE;
  }

  static Terminal of(Map<String, String> environment, boolean isErrorShown) {
    boolean isDumb = "dumb".equals(environment.get("TERM"));
    boolean isColourful =
        !isDumb && environment.getOrDefault("NO_COLOR", "").isEmpty() && Ansi.AUTO.enabled();
    return new Terminal(!isDumb, isColourful, isColourful && isErrorShown);
  }

  /** Whether a person sees what this process prints. */
  @SuppressWarnings("SystemConsoleNull") // right up to Java 21, and asked further from 22 on
  static boolean isThere() {
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

  /** Java asks of input and output only. Where the system does not tell: no. */
  private static boolean isErrorShown() {
    try {
      String target = Files.readSymbolicLink(STANDARD_ERROR).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
