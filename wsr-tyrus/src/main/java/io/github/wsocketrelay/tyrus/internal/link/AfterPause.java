package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.tyrus.internal.concurrent.Pulse;
import java.time.Duration;

/**
 * Tells which datagrams of a link are too old, after this process did not run: those that the peer
 * had sent before it heard of this end again. That is asked of it with a ping, behind whose pong
 * all is fresh, since a link keeps its order. On the link's I/O thread only.
 */
final class AfterPause {
  /** For a peer that answers no pings. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  private final Pulse pulse;
  private int pauses;
  private boolean stale;
  private long untilPing;
  private long sinceNanos;

  AfterPause(Pulse pulse, long nowNanos) {
    this.pulse = pulse;
    this.pauses = pulse.pauses(nowNanos);
  }

  /** Whether the peer is to be pinged now, since this process was paused after the last look. */
  boolean look(long nowNanos) {
    int now = pulse.pauses(nowNanos);
    boolean paused = now != pauses;
    pauses = now;
    if (stale && nowNanos - sinceNanos > LIMIT.toNanos()) {
      stale = false;
    }
    return paused;
  }

  /** The ping was sent. */
  void pinged(long ping, long nowNanos) {
    stale = true;
    untilPing = ping;
    sinceNanos = nowNanos;
  }

  /** A ping was answered. */
  void answered(long ping) {
    stale = stale && ping < untilPing;
  }

  /** Whether datagrams that come are too old. */
  boolean isStale() {
    return stale;
  }
}
