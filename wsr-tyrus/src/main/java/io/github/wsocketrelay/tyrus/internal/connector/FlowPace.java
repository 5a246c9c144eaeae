package io.github.wsocketrelay.tyrus.internal.connector;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.limit.TokenBucket;

/**
 * How fast a connector opens flows, so that a local program with very many ports, such as a port
 * scanner, neither floods the relay with messages of flows, which ends the link, nor takes the
 * flows of other programs. Used under the core's lock.
 */
final class FlowPace {
  /**
   * Most flows. All of them, and as many that ended, are told of at once when the server comes
   * back, which a relay takes.
   */
  static final int MAX_FLOWS = 512;

  /** New flows a second: with the end of each as many messages as a relay lets pass for good. */
  static final int NEW_FLOWS_PER_SECOND = 100;

  /** New flows at once. */
  static final int NEW_FLOW_BURST = 256;

  private final TokenBucket newFlows;

  FlowPace(Ticker ticker) {
    newFlows = new TokenBucket(NEW_FLOWS_PER_SECOND, NEW_FLOW_BURST, ticker);
  }

  /** Whether another flow may be opened now, which counts as opened. */
  boolean tryOpen() {
    return newFlows.tryTake(1);
  }

  /** The relay has just been told of as many flows, which came at once. */
  void told(int flows) {
    for (int i = Math.min(flows, NEW_FLOW_BURST); i > 0 && newFlows.tryTake(1); i--) {
      // No more than there are.
    }
  }
}
