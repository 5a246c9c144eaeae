package io.github.wsocketrelay.examples;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Shows the library's logs on a screen, and keeps everybody else's away from it. */
final class Logs extends Handler {
  private static final String WARNING = "warning";
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger OURS = Logger.getLogger("io.github.wsocketrelay");

  /** Tyrus and Grizzly; what matters of theirs the library tells itself. */
  private static final List<Logger> THEIRS =
      List.of(Logger.getLogger("org.glassfish"), Logger.getLogger("jakarta.websocket"));

  private final Screen screen;
  private final boolean verbose;
  private final Formatter formatter = new SimpleFormatter();

  private Logs(Screen screen, boolean verbose) {
    this.screen = screen;
    this.verbose = verbose;
  }

  /** Shows warnings, and what the library calls debug when verbose; replaces an earlier screen. */
  static void show(Screen screen, boolean verbose) {
    if (System.getProperty("java.util.logging.config.file") != null) {
      return; // somebody wants them elsewhere
    }
    LogManager.getLogManager().reset();
    Logs logs = new Logs(screen, verbose);
    logs.setLevel(Level.ALL);
    ROOT.addHandler(logs);
    ROOT.setLevel(Level.WARNING);
    OURS.setLevel(verbose ? Level.FINE : Level.WARNING);
    THEIRS.forEach(logger -> logger.setLevel(Level.SEVERE));
  }

  @Override
  public void publish(LogRecord record) {
    if (isLoggable(record)) {
      screen.error(event(record), text(record));
    }
  }

  private Event event(LogRecord record) {
    Event event =
        Event.of("log")
            .with("level", severity(record.getLevel()))
            .with("logger", logger(record))
            .with("message", formatter.formatMessage(record));
    Throwable thrown = record.getThrown();
    return thrown == null ? event : event.with("failure", thrown.toString());
  }

  private String text(LogRecord record) {
    String severity = severity(record.getLevel());
    String message = formatter.formatMessage(record);
    // Warnings are for people who do not know the library's classes.
    String line =
        severity.equals(WARNING)
            ? severity + ": " + message
            : severity + ": " + logger(record) + ": " + message;
    Throwable thrown = record.getThrown();
    if (thrown == null) {
      return line;
    }
    if (!verbose) {
      return line + " (" + thrown + ")";
    }
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return line + System.lineSeparator() + trace.toString().stripTrailing();
  }

  private static String logger(LogRecord record) {
    return String.valueOf(record.getLoggerName()).replaceFirst(".*\\.", "");
  }

  private static String severity(Level level) {
    if (level.intValue() >= Level.WARNING.intValue()) {
      return WARNING;
    }
    return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
