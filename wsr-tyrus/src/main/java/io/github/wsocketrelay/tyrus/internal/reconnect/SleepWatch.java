package io.github.wsocketrelay.tyrus.internal.reconnect;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells when the machine has slept: the wall clock has then gone further than the monotonic one,
 * which stands still meanwhile. A clock that was set forward looks the same, and does no harm. On
 * one thread.
 */
final class SleepWatch {
  private static final Duration LEAST = Duration.ofSeconds(5);

  private final Ticker ticker;
  private final LongSupplier wallMillis;
  private long lastNanos;
  private long lastMillis;

  SleepWatch(Ticker ticker, LongSupplier wallMillis) {
    this.ticker = ticker;
    this.wallMillis = wallMillis;
    this.lastNanos = ticker.nanos();
    this.lastMillis = wallMillis.getAsLong();
  }

  /** Whether the machine has slept since the last look. */
  boolean hasSlept() {
    long nanos = ticker.nanos();
    long millis = wallMillis.getAsLong();
    long ahead = millis - lastMillis - (nanos - lastNanos) / 1_000_000;
    lastNanos = nanos;
    lastMillis = millis;
    return ahead > LEAST.toMillis();
  }
}
