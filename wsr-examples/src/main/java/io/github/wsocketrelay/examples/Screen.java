package io.github.wsocketrelay.examples;

import java.io.Console;
import java.io.PrintWriter;

/**
 * Prints a command's lines, and on a terminal keeps one line of status below them. Safe for use by
 * many threads.
 */
public final class Screen {
  /** A line that wraps cannot be taken back. */
  private static final int STATUS_WIDTH = 79;

  private final String command;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private String status = ""; // guarded by this

  Screen(String command, PrintWriter out, PrintWriter err, boolean terminal) {
    this.command = command;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** Whether a person sees what this process prints. */
  @SuppressWarnings("SystemConsoleNull") // right up to Java 21, and asked further from 22 on
  static boolean isTerminal() {
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

  /** Prints a result or an event. */
  public synchronized void line(String text) {
    hideStatus();
    out.println(text);
    showStatus();
  }

  /** Prints what a person should look at, though the command goes on. */
  void warning(String text) {
    error("warning: " + text);
  }

  /** Prints a line that is no result, behind the command's name. */
  synchronized void error(String text) {
    hideStatus();
    err.println(command + ": " + text);
    err.flush();
    showStatus();
  }

  /** Shows a text in place of the last status, if there is a terminal to show it on. */
  public synchronized void status(String text) {
    if (terminal) {
      hideStatus();
      status = text.length() > STATUS_WIDTH ? text.substring(0, STATUS_WIDTH) : text;
      showStatus();
    }
  }

  /**
   * Takes the status back when a signal ends the process, lest the shell's prompt stands behind it.
   */
  public void clearStatusAtExit() {
    if (terminal) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> status(""), "wsr-shutdown"));
    }
  }

  private void hideStatus() {
    if (!status.isEmpty()) {
      out.print("\r" + " ".repeat(status.length()) + "\r");
      out.flush();
    }
  }

  private void showStatus() {
    out.print(status);
    out.flush();
  }
}
