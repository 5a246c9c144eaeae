package io.github.wsocketrelay.bench;

import org.HdrHistogram.Histogram;

/** Times from a datagram's sending until it was back, in microseconds; all 0 if none was. */
record RoundTrip(double p50, double p99, double p999, double max) {
  private static final double NANOS_PER_MICRO = 1_000;

  static RoundTrip of(Histogram nanos) {
    return new RoundTrip(
        nanos.getValueAtPercentile(50) / NANOS_PER_MICRO,
        nanos.getValueAtPercentile(99) / NANOS_PER_MICRO,
        nanos.getValueAtPercentile(99.9) / NANOS_PER_MICRO,
        nanos.getMaxValue() / NANOS_PER_MICRO);
  }
}
