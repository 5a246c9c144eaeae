package io.github.wsocketrelay.containers;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Hears what this process logs at WARNING or above, of one part. */
final class Warnings extends Handler implements AutoCloseable {
  private static final Formatter FORM = new SimpleFormatter();

  private final Logger logger;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  Warnings(String logger) {
    this.logger = Logger.getLogger(logger);
    setLevel(Level.WARNING);
    this.logger.addHandler(this);
  }

  List<String> heard() {
    return heard;
  }

  @Override
  public void publish(LogRecord record) {
    if (isLoggable(record)) {
      heard.add(FORM.formatMessage(record));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
