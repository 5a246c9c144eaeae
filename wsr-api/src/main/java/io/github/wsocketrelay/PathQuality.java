package io.github.wsocketrelay;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How good the way of the datagrams is at the moment: an immutable snapshot. Each value is empty
 * until it was measured, and again when nothing came to measure it by for a while.
 *
 * <p>Connector and exposer exchange a small report on each tunnel, beside the datagrams and through
 * the same queues: one a second while the tunnel has flows, one in 5 s while it has none. It goes
 * past what waits in the queue of another flow, as the datagram of a quiet client does. An exposer
 * or connector that does not know reports sends none, and then all but {@code linkRtt} stays empty.
 * What the other side reports, such as {@code sendLoss}, is its word.
 *
 * @param linkRtt round trip between this side and the relay, of pings every 10 s; smoothed, a half
 *     by the newest. Empty without a link
 * @param rtt round trip between connector and exposer through the relay, not to the UDP programs
 *     behind them; smoothed, a quarter by the newest. Empty without a tunnel, and when no report
 *     came for 15 s
 * @param jitter how much the time on the way varies from one report to the next, in the direction
 *     to this side: the mean deviation, reckoned as RFC 3550 does in 6.4.1, but with a quarter by
 *     the newest
 * @param sendLoss part of the datagrams from this side's UDP programs that never reached the other
 *     side, 0 to 1, over the last ten reports: what was dropped in the queues of this side and of
 *     the relay, by limits, with a link that broke, and as stale. Not what the network between UDP
 *     programs and sides loses
 * @param receiveLoss the same for the datagrams to this side
 */
public record PathQuality(
    Optional<Duration> linkRtt,
    Optional<Duration> rtt,
    Optional<Duration> jitter,
    OptionalDouble sendLoss,
    OptionalDouble receiveLoss) {

  /** Of which nothing was measured yet. */
  public static final PathQuality UNKNOWN =
      new PathQuality(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());

  /**
   * The loss of the direction that loses more.
   *
   * @return 0 to 1; empty if neither was measured
   */
  public OptionalDouble loss() {
    return sendLoss.isEmpty() || receiveLoss.isEmpty()
        ? (sendLoss.isPresent() ? sendLoss : receiveLoss)
        : OptionalDouble.of(Math.max(sendLoss.getAsDouble(), receiveLoss.getAsDouble()));
  }
}
