package io.github.wsocketrelay.bench;

/**
 * What became of a load.
 *
 * @param roundTrip the times of those that came back
 * @param sent datagrams sent in the measured time
 * @param returned how many of them came back, be it after that time
 * @param seconds the measured time
 * @param faults of the whole run
 * @param cost of all threads in the measured time
 */
record Outcome(
    RoundTrip roundTrip, long sent, long returned, double seconds, Faults faults, Cost cost) {
  static Outcome of(Tally tally, Span span, Cost cost) {
    return new Outcome(
        RoundTrip.of(tally.nanos()),
        tally.sentMeasured(),
        tally.nanos().getTotalCount(),
        span.measuredSeconds(),
        tally.faults(),
        cost);
  }

  double lossPercent() {
    return sent == 0 ? 0 : 100.0 * (sent - returned) / sent;
  }

  double sentPerSecond() {
    return sent / seconds;
  }

  double returnedPerSecond() {
    return returned / seconds;
  }
}
