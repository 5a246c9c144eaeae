package io.github.wsocketrelay.bench;

import java.util.Locale;

/**
 * What a set of flows sends. Either each sends at a steady rate, whatever comes back, as games do;
 * or each has a number of datagrams under way, and sends the next when one is back.
 *
 * @param hz datagrams a second of each flow; 0 where a window rules
 * @param window datagrams under way of each flow; 0 where a rate rules
 * @param leastBytes size of the smallest datagram
 * @param mostBytes size of the largest; sizes are spread evenly from the least to this one
 * @param overload whether more is asked for than may be possible, see {@link PacedSender}
 */
record Load(int flows, int hz, int window, int leastBytes, int mostBytes, boolean overload) {
  private static final int WARM_UP_WINDOW = 32;

  /** Steady rates, as of players. */
  static Load paced(int flows, int hz, int leastBytes, int mostBytes) {
    return new Load(flows, hz, 0, leastBytes, mostBytes, false);
  }

  /** Steady rates that may be more than what can be carried. */
  static Load overload(int flows, int hz, int bytes) {
    return new Load(flows, hz, 0, bytes, bytes, true);
  }

  /** As many round trips as possible. */
  static Load windowed(int flows, int window, int bytes) {
    return new Load(flows, 0, window, bytes, bytes, false);
  }

  /**
   * The same flows and largest size as fast as they go, since the few datagrams of a game would not
   * get the code compiled in any reasonable time.
   */
  Load warmUp() {
    return windowed(flows, Math.max(1, WARM_UP_WINDOW / flows), mostBytes);
  }

  boolean isPaced() {
    return hz > 0;
  }

  /** The size of a datagram: the same for the same number, and no pattern in the row of them. */
  int bytesOf(int sequence) {
    int spread = mostBytes - leastBytes + 1;
    return leastBytes + Math.floorMod((sequence * 0x9e3779b9) >>> 8, spread);
  }

  /** How people speak of the size. */
  String sizes() {
    return leastBytes == mostBytes
        ? String.format(Locale.ROOT, "%,d B", leastBytes)
        : String.format(Locale.ROOT, "%,d-%,d B", leastBytes, mostBytes);
  }
}
