package io.github.wsocketrelay.examples;

import java.io.PrintWriter;
import java.time.Instant;

/**
 * Prints a command's lines, and on a terminal keeps one line of status below them. Safe for use by
 * many threads.
 */
public final class Screen {
  /** A line that wraps cannot be taken back. */
  private static final int STATUS_WIDTH = 79;

  private static final String BOLD = "\u001B[1m";
  private static final String YELLOW = "\u001B[33m";
  private static final String PLAIN = "\u001B[0m";

  /** What is printed. */
  enum Mode {
    /** All, for people. */
    TEXT,
    /** Results, warnings and errors, for people. */
    QUIET,
    /** All, for programs: one JSON object on each line of standard output. */
    JSON
  }

  private final String command;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Terminal terminal;
  private final Mode mode;
  private final boolean hasStatus;
  private String status = ""; // guarded by this

  Screen(String command, PrintWriter out, PrintWriter err, Terminal terminal, Mode mode) {
    this.command = command;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.mode = mode;
    this.hasStatus = terminal.movesCursor() && mode == Mode.TEXT;
  }

  /** Prints a line for people: nothing if this is quiet or for programs. */
  public void line(String text) {
    if (mode == Mode.TEXT) {
      print(text);
    }
  }

  /** Prints something that happened. */
  void event(Event event, String text) {
    eventForPrograms(event);
    line(text);
  }

  /** Prints something that happened of which people are told otherwise. */
  void eventForPrograms(Event event) {
    if (mode == Mode.JSON) {
      print(event.json(Instant.now()));
    }
  }

  /** Prints something that happened and that is what the command was started for. */
  void result(Event event, String text) {
    if (mode == Mode.JSON) {
      eventForPrograms(event);
    } else {
      print(terminal.coloursOut() ? BOLD + text + PLAIN : text);
    }
  }

  /** Prints what a person should look at, though the command goes on. */
  void warning(String text) {
    warning(Event.of("warning").with("message", text), text);
  }

  /** Prints something that happened and that a person should look at. */
  void warning(Event event, String text) {
    String label = terminal.coloursErr() ? YELLOW + "warning:" + PLAIN : "warning:";
    error(event, label + " " + text);
  }

  /** Prints a line that is no result, behind the command's name. */
  synchronized void error(Event event, String text) {
    if (mode == Mode.JSON) {
      eventForPrograms(event);
      return;
    }
    hideStatus();
    err.println(command + ": " + text);
    err.flush();
    showStatus();
  }

  private synchronized void print(String line) {
    hideStatus();
    out.println(line);
    showStatus();
  }

  /** Shows a text in place of the last status, if there is a terminal to show it on. */
  public synchronized void status(String text) {
    if (hasStatus) {
      hideStatus();
      status = text.length() > STATUS_WIDTH ? text.substring(0, STATUS_WIDTH) : text;
      showStatus();
    }
  }

  /**
   * Takes the status back when a signal ends the process, lest the shell's prompt stands behind it.
   */
  public void clearStatusAtExit() {
    if (hasStatus) {
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
