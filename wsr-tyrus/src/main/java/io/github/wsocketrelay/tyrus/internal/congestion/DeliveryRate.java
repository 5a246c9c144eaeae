package io.github.wsocketrelay.tyrus.internal.congestion;

import java.time.Duration;

/**
 * The most that a link carried lately, by the clock of the receiver, but no more than twice of what
 * it carries now. What had waited behind busy processors arrives all at once, so a rate counts as
 * the link's only if it was kept up for two spans of at least {@value #SPAN_MILLIS} ms, and again
 * in the second of them and a third. A value is forgotten after one to two periods. Not safe for
 * use by many threads.
 */
final class DeliveryRate {
  static final int SPAN_MILLIS = 100;

  private static final long SPAN_MICROS = Duration.ofMillis(SPAN_MILLIS).toNanos() / 1_000;

  private boolean begun;
  private long startBytes; // of this span
  private int startMicros;
  private long lastBytes; // in the span before
  private long lastMicros;
  private double lastMean; // of the two spans before
  private double current; // the most in this period, bytes a microsecond
  private double previous;

  /**
   * Takes an acknowledgement.
   *
   * @param received the bytes that the receiver has counted, ever
   * @param clockMicros its clock when the last of them came, which may overflow
   */
  void add(long received, int clockMicros) {
    if (!begun) {
      begun = true;
      begin(received, clockMicros);
    }
    long micros = Integer.toUnsignedLong(clockMicros - startMicros);
    if (micros < SPAN_MICROS) {
      return;
    }
    long bytes = received - startBytes;
    double mean = lastMicros == 0 ? 0 : (double) (lastBytes + bytes) / (lastMicros + micros);
    current = Math.max(current, Math.min(mean, lastMean));
    lastMean = mean;
    lastBytes = bytes;
    lastMicros = micros;
    begin(received, clockMicros);
  }

  private void begin(long received, int clockMicros) {
    startBytes = received;
    startMicros = clockMicros;
  }

  /** A period is over. */
  void rotate() {
    previous = current;
    current = 0;
  }

  /** What was carried up to now does not count: the link has changed. */
  void forget() {
    previous = 0;
    current = 0;
    lastMean = 0;
    lastMicros = 0;
  }

  /** How many bytes the link carries in such a time. */
  long bytesIn(long nanos) {
    double bytesPerMicro = Math.min(Math.max(current, previous), 2 * lastMean);
    return (long) (bytesPerMicro * nanos / 1_000);
  }
}
