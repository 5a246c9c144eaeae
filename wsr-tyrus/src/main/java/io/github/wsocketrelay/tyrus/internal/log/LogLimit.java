package io.github.wsocketrelay.tyrus.internal.log;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a line through for each key, and none more for the next 30 s, since strangers must not fill
 * the log. Knows at most 256 keys at a time: whoever has more addresses than that gets no more
 * lines and takes no more memory. The next line says how many were left out, of whatever key. Safe
 * for use by many threads.
 */
public final class LogLimit {
  /** How long a key is silent after a line. */
  public static final Duration SILENCE = Duration.ofSeconds(30);

  static final int MOST_KEYS = 256;

  private final Logger logger;
  private final Ticker ticker;
  private final Map<String, Long> loggedNanos = new LinkedHashMap<>(); // oldest first
  private long leftOut; // guarded by this

  /** One for all of this process, where no other clock is at hand. */
  public LogLimit(Logger logger) {
    this(logger, Ticker.SYSTEM);
  }

  public LogLimit(Logger logger, Ticker ticker) {
    this.logger = logger;
    this.ticker = ticker;
  }

  /**
   * Logs a line, unless this key had one of late.
   *
   * @param key what lines are alike by: a kind of fault, or that and an address without its port
   * @param line without anything secret; what a peer sent went through {@link LogText}
   */
  public void log(Level level, String key, String line) {
    log(level, key, line, null);
  }

  /** The same, with what was thrown. */
  public void log(Level level, String key, String line, @Nullable Throwable thrown) {
    if (!logger.isLoggable(level)) {
      return; // Neither does it count as left out: nobody would have seen it.
    }
    long before = take(key);
    if (before >= 0) {
      String more = before == 0 ? "" : " (" + before + " lines were left out before this one)";
      logger.log(level, line + more, thrown);
    }
  }

  /** How many were left out before the line that may be logged now; below 0 if it may not. */
  private synchronized long take(String key) {
    long now = ticker.nanos();
    Iterator<Long> oldest = loggedNanos.values().iterator();
    while (oldest.hasNext() && now - oldest.next() >= SILENCE.toNanos()) {
      oldest.remove();
    }
    if (loggedNanos.containsKey(key) || loggedNanos.size() >= MOST_KEYS) {
      leftOut++;
      return -1;
    }
    loggedNanos.put(key, now);
    long before = leftOut;
    leftOut = 0;
    return before;
  }
}
