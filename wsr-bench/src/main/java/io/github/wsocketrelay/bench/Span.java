package io.github.wsocketrelay.bench;

/**
 * When a load runs, in {@link System#nanoTime()}.
 *
 * @param begin of sending
 * @param measureFrom datagrams from here on count
 * @param end of sending, and of what counts
 */
record Span(long begin, long measureFrom, long end) {
  boolean isMeasured(long time) {
    return time - measureFrom >= 0 && time - end < 0;
  }

  double measuredSeconds() {
    return (end - measureFrom) / 1e9;
  }
}
