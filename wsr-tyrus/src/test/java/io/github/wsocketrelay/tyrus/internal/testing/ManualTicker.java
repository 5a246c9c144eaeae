package io.github.wsocketrelay.tyrus.internal.testing;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.time.Duration;

/** A clock that stands still until it is moved. */
public final class ManualTicker implements Ticker {
  // Close to the overflow of System.nanoTime(), so that a comparison that forgets it shows.
  private volatile long now = Long.MAX_VALUE - 1_000_000_000L;

  @Override
  public long nanos() {
    return now;
  }

  public void advance(Duration by) {
    now += by.toNanos();
  }
}
