package io.github.wsocketrelay.tyrus.faults;

import java.time.Duration;
import java.util.Arrays;

/** How long the silences between datagrams were, counted by the millisecond up to a minute. */
public final class Gaps {
  private static final int MOST_MILLIS = 60_000;

  private final long[] counts = new long[MOST_MILLIS + 1]; // guarded by this
  private long total; // guarded by this

  /** Counts one. */
  public synchronized void add(long nanos) {
    counts[(int) Math.min(MOST_MILLIS, nanos / 1_000_000)]++;
    total++;
  }

  /**
   * The length that this share of all gaps does not exceed; zero where there are none.
   *
   * @param share from 0 to 1; 1 for the longest
   */
  public synchronized Duration percentile(double share) {
    long rank = (long) Math.ceil(total * share);
    long seen = 0;
    for (int millis = 0; millis <= MOST_MILLIS && total > 0; millis++) {
      seen += counts[millis];
      if (seen >= rank && seen > 0) {
        return Duration.ofMillis(millis);
      }
    }
    return Duration.ZERO;
  }

  /** Forgets all. */
  public synchronized void clear() {
    Arrays.fill(counts, 0);
    total = 0;
  }
}
