package io.github.wsocketrelay.tyrus.internal.flow;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;

/** When something last carried a datagram, in either direction. */
public final class Activity {
  private final Ticker ticker;
  private volatile long lastNanos;

  public Activity(Ticker ticker) {
    this.ticker = ticker;
    this.lastNanos = ticker.nanos();
  }

  /** Now. */
  public void touch() {
    lastNanos = ticker.nanos();
  }

  /** How long nothing was carried. */
  public long idleNanos() {
    return ticker.nanos() - lastNanos;
  }

  /** Whether nothing was carried for at least this long. */
  public boolean isIdleFor(long nanos) {
    return idleNanos() >= nanos;
  }
}
