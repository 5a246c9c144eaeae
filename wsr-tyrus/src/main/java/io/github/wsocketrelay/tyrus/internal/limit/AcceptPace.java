package io.github.wsocketrelay.tyrus.internal.limit;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.time.Duration;

/**
 * How fast connections are accepted: so many a second, and none while this process is short of
 * descriptors. For use by one thread.
 */
public final class AcceptPace {
  /** After a pause, as many may come at once: so there are few pauses. */
  private static final int TOKENS_AFTER_PAUSE = 8;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final long MOST_ACCEPTS_BETWEEN_LOOKS = 1_024;
  private static final long LEAST_ACCEPTS_BETWEEN_LOOKS = 8;

  /** Accepting goes on when as many percent of all descriptors are free again. */
  private static final int RELIEF_PERCENT = 5;

  private final Limits<RelayLimit> limits;
  private final Ticker ticker;
  private final Descriptors descriptors;
  private final TokenBucket accepts;
  private final long most;
  private final long fullAt;
  private final long goOnBelow;
  private boolean full;
  private long lookedNanos;
  private long acceptsUntilLook;

  public AcceptPace(Limits<RelayLimit> limits, Ticker ticker, Descriptors descriptors) {
    this.limits = limits;
    this.ticker = ticker;
    this.descriptors = descriptors;
    this.accepts =
        new TokenBucket(
            limits.of(RelayLimit.ACCEPTS_PER_SECOND), limits.of(RelayLimit.ACCEPT_BURST), ticker);
    this.most = descriptors.most(); // To ask costs a system call, and this is the one answer.
    long percent = limits.of(RelayLimit.DESCRIPTOR_PERCENT);
    this.fullAt = share(percent);
    this.goOnBelow = share(Math.max(1, percent - RELIEF_PERCENT));
    this.lookedNanos = ticker.nanos() - BETWEEN_LOOKS.toNanos();
  }

  private long share(long percent) {
    return Math.max(1, (long) ((double) most / 100 * percent));
  }

  /** Asked before each accept: 0 to accept one, or for how many nanoseconds to accept none. */
  public long nanosToPause() {
    if (isFull()) {
      limits.hit(RelayLimit.DESCRIPTOR_PERCENT, null);
      return BETWEEN_LOOKS.toNanos();
    }
    if (!accepts.tryTake(1)) {
      limits.hit(RelayLimit.ACCEPTS_PER_SECOND, null);
      long burst = limits.of(RelayLimit.ACCEPT_BURST);
      return accepts.nanosUntil((double) Math.min(burst, TOKENS_AFTER_PAUSE));
    }
    acceptsUntilLook--;
    return 0;
  }

  /** Looks now and then, the more often the closer it gets. */
  private boolean isFull() {
    if (most <= 0) {
      return false;
    }
    long now = ticker.nanos();
    boolean due = now - lookedNanos >= BETWEEN_LOOKS.toNanos();
    if (due || (!full && acceptsUntilLook <= 0)) {
      long open = descriptors.open();
      full = open >= (full ? goOnBelow : fullAt);
      lookedNanos = now;
      acceptsUntilLook =
          Math.max(
              LEAST_ACCEPTS_BETWEEN_LOOKS,
              Math.min((fullAt - open) / 2, MOST_ACCEPTS_BETWEEN_LOOKS));
    }
    return full;
  }
}
