package io.github.wsocketrelay.tyrus.internal.congestion;

/**
 * The least of what was measured lately: a value is forgotten after one to two periods. Not safe
 * for use by many threads.
 */
final class RecentMinimum {
  private long current = Long.MAX_VALUE;
  private long previous = Long.MAX_VALUE;

  void add(long value) {
    current = Math.min(current, value);
  }

  /** Whether this period's least is close to what was the least before. */
  boolean isConfirmed(long tolerance) {
    return current != Long.MAX_VALUE && current <= least() + tolerance;
  }

  /** A period is over. */
  void rotate() {
    previous = current;
    current = Long.MAX_VALUE;
  }

  /** Forgets what was measured before the last {@link #rotate}. */
  void forgetPrevious() {
    if (current != Long.MAX_VALUE) {
      previous = current;
    }
  }

  boolean isKnown() {
    return least() != Long.MAX_VALUE;
  }

  /** The least; only if it {@link #isKnown}. */
  long least() {
    return Math.min(current, previous);
  }
}
