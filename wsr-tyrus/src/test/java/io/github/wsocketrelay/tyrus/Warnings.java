package io.github.wsocketrelay.tyrus;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what this process logs at WARNING or above, of whichever library. */
final class Warnings extends Handler {
  private static final Logger ROOT = Logger.getLogger("");

  private final List<String> heard = new CopyOnWriteArrayList<>();

  Warnings() {
    setLevel(Level.WARNING);
    ROOT.addHandler(this);
  }

  /** Each with its logger. */
  List<String> heard() {
    return heard;
  }

  @Override
  public void publish(LogRecord record) {
    if (isLoggable(record)) {
      heard.add(record.getLoggerName() + ": " + record.getMessage() + " " + record.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    ROOT.removeHandler(this);
  }
}
