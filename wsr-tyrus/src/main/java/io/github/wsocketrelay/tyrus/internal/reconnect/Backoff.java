package io.github.wsocketrelay.tyrus.internal.reconnect;

import io.github.wsocketrelay.ReconnectPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: a random time ("full jitter") up to a limit that
 * doubles with each attempt. Guarded by its owner's lock.
 */
final class Backoff {
  private static final int MOST_DOUBLINGS = 30;

  private final ReconnectPolicy policy;
  private final RandomGenerator random;
  private int attempts;

  Backoff(ReconnectPolicy policy, RandomGenerator random) {
    this.policy = policy;
    this.random = random;
  }

  /**
   * The time until the next attempt; each call makes the next one's limit longer.
   *
   * @param most what the limit grows up to, if the policy does not say less
   */
  Duration next(Duration most) {
    long longest = Math.min(most.toNanos(), policy.longestDelay().toNanos());
    long limit = Math.min(longest, doubled(policy.firstDelay()));
    attempts = Math.min(attempts + 1, MOST_DOUBLINGS);
    return Duration.ofNanos(random.nextLong(limit + 1));
  }

  private long doubled(Duration first) {
    long nanos = first.toNanos();
    return nanos > Long.MAX_VALUE >> attempts ? Long.MAX_VALUE - 1 : nanos << attempts;
  }

  /** The link has held: the next loss begins anew. */
  void reset() {
    attempts = 0;
  }
}
