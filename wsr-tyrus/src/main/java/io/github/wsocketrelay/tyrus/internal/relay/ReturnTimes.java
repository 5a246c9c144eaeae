package io.github.wsocketrelay.tyrus.internal.relay;

import java.util.random.RandomGenerator;

/**
 * When the sides of a relay that goes away should come back: each at a random time, so that they do
 * not all knock at the next relay at once. The more there are, the longer the time: 5 ms for each,
 * of at least 1 s and at most 10 s, and never before 200 ms, when a relay that is restarted may
 * listen again.
 */
final class ReturnTimes {
  static final int EARLIEST_MILLIS = 200;
  static final int MILLIS_PER_LINK = 5;
  static final int LEAST_SPREAD_MILLIS = 1_000;
  static final int MOST_SPREAD_MILLIS = 10_000;

  private final int latestMillis;
  private final RandomGenerator random;

  ReturnTimes(int links, RandomGenerator random) {
    long wanted = Math.max(LEAST_SPREAD_MILLIS, (long) links * MILLIS_PER_LINK);
    this.latestMillis = (int) Math.min(MOST_SPREAD_MILLIS, wanted);
    this.random = random;
  }

  /** In how many milliseconds the next side should come back. */
  int nextMillis() {
    return random.nextInt(EARLIEST_MILLIS, latestMillis + 1);
  }
}
