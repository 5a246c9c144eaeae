package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;

/**
 * How many flow messages one link may send on to its peer: a token bucket of {@value #BURST},
 * enough to open and close every flow of a tunnel at once, filled at {@value #PER_SECOND} a second.
 * On the link's I/O thread only.
 */
final class FlowMessageLimit {
  static final int BURST = 2_200;
  static final int PER_SECOND = 200;
  private static final long NANOS_PER_TOKEN = 1_000_000_000L / PER_SECOND;

  private final Ticker ticker;
  private long tokens = BURST;
  private long filledNanos;

  FlowMessageLimit(Ticker ticker) {
    this.ticker = ticker;
    this.filledNanos = ticker.nanos();
  }

  /** Takes a token; false when there is none. */
  boolean tryTake() {
    long fresh = (ticker.nanos() - filledNanos) / NANOS_PER_TOKEN;
    if (fresh > 0) {
      tokens = Math.min(BURST, tokens + fresh);
      filledNanos += fresh * NANOS_PER_TOKEN;
    }
    if (tokens == 0) {
      return false;
    }
    tokens--;
    return true;
  }
}
