package io.github.wsocketrelay.tyrus.internal.congestion;

/**
 * When what was sent: of the messages that are not acknowledged yet, as many as are needed to know
 * within {@value #GAP_MICROS} µs how long the newest acknowledged one took. Not safe for use by
 * many threads.
 */
final class SentMessages {
  static final int GAP_MICROS = 500;

  /** More are not kept, and then times are less exact. */
  static final int MOST = 512;

  private static final int FIRST_ROOM = 16;
  private static final long GAP_NANOS = GAP_MICROS * 1_000L;

  /** A message's fields in {@link #ring}. */
  private static final int END = 0;

  private static final int NANOS = 1;
  private static final int UNDER_WAY = 2;
  private static final int FIELDS = 3;

  private long[] ring = new long[FIELDS * FIRST_ROOM];
  private int first;
  private int count;
  private long foundNanos;
  private long foundUnderWay;

  /**
   * Keeps a message.
   *
   * @param end the bytes that were sent on the link up to the end of the message
   * @param bytesUnderWay the bytes that were not acknowledged yet, with the message
   */
  void add(long end, long nowNanos, long bytesUnderWay) {
    if (count > 0 && nowNanos - ring[at(count - 1) + NANOS] < GAP_NANOS) {
      return;
    }
    if (count * FIELDS == ring.length && !grow()) {
      return;
    }
    int at = at(count);
    ring[at + END] = end;
    ring[at + NANOS] = nowNanos;
    ring[at + UNDER_WAY] = bytesUnderWay;
    count++;
  }

  private boolean grow() {
    if (count == MOST) {
      return false;
    }
    long[] larger = new long[2 * ring.length];
    int tail = ring.length - FIELDS * first;
    System.arraycopy(ring, FIELDS * first, larger, 0, tail);
    System.arraycopy(ring, 0, larger, tail, ring.length - tail);
    ring = larger;
    first = 0;
    return true;
  }

  /**
   * Forgets the messages that were acknowledged.
   *
   * @return whether one of them was kept, so that {@link #sentNanos} and {@link #bytesUnderWay}
   *     tell of the newest
   */
  boolean acknowledged(long end) {
    boolean found = false;
    for (int at = at(0); count > 0 && ring[at + END] <= end; at = at(0)) {
      foundNanos = ring[at + NANOS];
      foundUnderWay = ring[at + UNDER_WAY];
      first = (first + 1) % (ring.length / FIELDS);
      count--;
      found = true;
    }
    return found;
  }

  /**
   * When the oldest message was sent that is not acknowledged.
   *
   * @param otherwise the answer if there is none
   */
  long oldestNanos(long otherwise) {
    return count == 0 ? otherwise : ring[at(0) + NANOS];
  }

  /** When the newest acknowledged message was sent. */
  long sentNanos() {
    return foundNanos;
  }

  /** What was under way with the newest acknowledged message. */
  long bytesUnderWay() {
    return foundUnderWay;
  }

  private int at(int index) {
    return FIELDS * ((first + index) % (ring.length / FIELDS));
  }
}
