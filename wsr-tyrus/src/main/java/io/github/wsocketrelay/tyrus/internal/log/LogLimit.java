package io.github.wsocketrelay.tyrus.internal.log;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets a line through for each key, and none more for the next 30 s, since strangers must not fill
 * the log. Safe for use by many threads.
 */
public final class LogLimit {
  /** How long a key is silent after a line. */
  public static final Duration SILENCE = Duration.ofSeconds(30);

  private static final int MOST_KEYS = 256;

  private final Ticker ticker;
  private final Map<String, Long> loggedNanos = new LinkedHashMap<>(); // the oldest first

  public LogLimit(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Whether to log a line of this key now. */
  public synchronized boolean mayLog(String key) {
    long now = ticker.nanos();
    Iterator<Long> oldest = loggedNanos.values().iterator();
    while (oldest.hasNext() && now - oldest.next() >= SILENCE.toNanos()) {
      oldest.remove();
    }
    if (loggedNanos.containsKey(key) || loggedNanos.size() >= MOST_KEYS) {
      return false;
    }
    loggedNanos.put(key, now);
    return true;
  }
}
