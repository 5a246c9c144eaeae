package io.github.wsocketrelay.tyrus.internal.congestion;

/**
 * How long messages take on a link, and how much of that in buffers on their way there. That is
 * measured against the quickest message lately, by the sender's clock at its start and the
 * receiver's at its end, so that the difference of the clocks cancels out. Not safe for use by many
 * threads.
 */
final class Delays {
  private final RecentMinimum roundTrip = new RecentMinimum();
  private final RecentMinimum oneWay = new RecentMinimum();
  private boolean begun;
  private long originNanos; // when the first message was sent
  private int originMicros; // the receiver's clock when it came
  private long leastRoundTripEver = Long.MAX_VALUE;
  private long lastRoundTrip;
  private long lastDepth;

  /**
   * Takes what is known of a message.
   *
   * @param sentNanos when it was sent
   * @param holdMicros how long it was there when its acknowledgement was sent, by the receiver's
   *     clock
   * @param clockMicros that clock when it came, which may overflow
   */
  void add(long sentNanos, long holdMicros, int clockMicros, long nowNanos) {
    if (!begun) {
      begun = true;
      originNanos = sentNanos;
      originMicros = clockMicros;
    }
    long took = nowNanos - sentNanos - holdMicros * 1_000;
    lastRoundTrip = Math.max(took, 1);
    roundTrip.add(lastRoundTrip);
    if (took > 0) { // else the clock of one of the ends stood still
      leastRoundTripEver = Math.min(leastRoundTripEver, took);
    }
    int sentMicros = (int) ((sentNanos - originNanos) / 1_000);
    long there = (clockMicros - originMicros - sentMicros) * 1_000L;
    oneWay.add(there);
    lastDepth = there - oneWay.least();
  }

  /** Whether anything was measured, ever. */
  boolean areKnown() {
    return begun;
  }

  /** Whether anything was measured in this period or the one before. */
  boolean areKnownLately() {
    return roundTrip.isKnown();
  }

  /** The last round trip, in nanoseconds, as are all of these. */
  long roundTrip() {
    return lastRoundTrip;
  }

  /** Of the same message, the time in buffers on the way there. */
  long depth() {
    return lastDepth;
  }

  /**
   * Of the same message, what its acknowledgement took longer on the way back than the quickest.
   */
  long wayBack() {
    return Math.max(lastRoundTrip - lastDepth - roundTrip.least(), 0);
  }

  /** The least round trip lately, with what was in the buffers all the time; if it is known. */
  long leastRoundTrip() {
    return roundTrip.least();
  }

  /** The least round trip of all, or {@link Long#MAX_VALUE}. */
  long leastRoundTripEver() {
    return leastRoundTripEver;
  }

  /** Whether buffers were empty in this period, if they ever were lately, but for so much. */
  boolean wereEmpty(long tolerance) {
    return oneWay.isConfirmed(tolerance);
  }

  /** A period is over: what was measured before it is forgotten. */
  void rotate() {
    roundTrip.rotate();
    oneWay.rotate();
  }

  /** Forgets what was measured before the last {@link #rotate}. */
  void forgetPrevious() {
    roundTrip.forgetPrevious();
    oneWay.forgetPrevious();
  }
}
