package io.github.wsocketrelay.tyrus.internal.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The warnings of a class, as they are logged. */
public final class LoggedWarnings extends Handler implements AutoCloseable {
  private final Logger logger;
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  private LoggedWarnings(Logger logger) {
    this.logger = logger;
  }

  /** Listens until it is closed. */
  public static LoggedWarnings of(Class<?> logging) {
    LoggedWarnings warnings = new LoggedWarnings(Logger.getLogger(logging.getName()));
    warnings.logger.addHandler(warnings);
    return warnings;
  }

  /** What was told, with all that a log would hold of it. */
  public List<String> texts() {
    return records.stream()
        .map(
            record ->
                new SimpleFormatter().formatMessage(record)
                    + (record.getThrown() == null ? "" : " " + record.getThrown()))
        .toList();
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
      records.add(record);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
