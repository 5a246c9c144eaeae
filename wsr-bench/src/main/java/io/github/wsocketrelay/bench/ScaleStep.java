package io.github.wsocketrelay.bench;

/**
 * What some number of connectors takes, beside its {@link Measurement}.
 *
 * @param startSeconds until all tunnels were open
 * @param threads of exposers, connectors and the relay, as far as they run in this process
 * @param idleLinkBytes heap for each connector before its first datagram, with its share of the
 *     exposers and the relay
 * @param activeFlowBytes heap for each flow on top of that
 */
record ScaleStep(
    int connectors,
    int exposers,
    double startSeconds,
    long threads,
    long idleLinkBytes,
    long activeFlowBytes) {
  private static final int ENOUGH = 100;

  /** Whether there are so many connectors that what is there but once, some 300 kB, is little. */
  boolean tellsHeap() {
    return connectors >= ENOUGH;
  }
}
