package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.time.Duration;

/** The moment by which a dial must be done, whatever it consists of. */
final class Deadline {
  private final Ticker ticker;
  private final Duration limit;
  private final long start;

  /** Starts the time that there is. */
  Deadline(Ticker ticker, Duration limit) {
    this.ticker = ticker;
    this.limit = limit;
    this.start = ticker.nanos();
  }

  /** The time that is left; 0 when it is over. */
  long leftNanos() {
    return Math.max(0, limit.toNanos() - (ticker.nanos() - start));
  }

  /** The time that there was. */
  Duration limit() {
    return limit;
  }
}
