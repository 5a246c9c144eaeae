package io.github.wsocketrelay;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a relay is and has done since its start, for those who watch over it: a snapshot whose
 * numbers were read one after another. Immutable. Nothing in it tells of one server or peer.
 *
 * @param servers exposers that are registered now
 * @param exposerLinks links of exposers that are open now, those that have not registered yet
 *     included
 * @param connectorLinks links of connectors that are open now, those that have asked for nothing
 *     yet included
 * @param traffic what was carried and lost, how long that took, and the tunnels that are open now
 * @param heldBytes memory of what waits in the relay, to be sent or to be complete, with the room
 *     that busy links keep for more, in bytes; {@link RelayLimit#MEMORY_BYTES} bounds it
 * @param refusals sides and links that were refused, by reason, links that were ended for one
 *     included; every reason is present. What is closed before it is a WebSocket counts under a
 *     limit, or not at all.
 * @param limitHits how often each limit struck; every limit is present
 * @param certificateExpiry when the first certificate of the relay's own chain expires; empty
 *     without TLS, and for a TLS context that the user gave, which does not tell
 * @param sinceLook for how long the relay has not looked after its links, which it does every
 *     second while it is well
 */
public record RelayStats(
    int servers,
    int exposerLinks,
    int connectorLinks,
    TrafficStats traffic,
    long heldBytes,
    Map<RejectReason, Long> refusals,
    Map<RelayLimit, Long> limitHits,
    Optional<Instant> certificateExpiry,
    Duration sinceLook) {
  /**
   * Copies the maps.
   *
   * @param servers exposers that are registered now
   * @param exposerLinks links of exposers that are open now
   * @param connectorLinks links of connectors that are open now
   * @param traffic what was carried and lost
   * @param heldBytes memory of what waits in the relay, in bytes
   * @param refusals sides and links that were refused, by reason
   * @param limitHits how often each limit struck
   * @param certificateExpiry when the first certificate of the relay's own chain expires
   * @param sinceLook for how long the relay has not looked after its links
   */
  public RelayStats {
    refusals = Map.copyOf(refusals);
    limitHits = Map.copyOf(limitHits);
  }

  /**
   * How often a reason has been one to refuse.
   *
   * @param reason the reason
   * @return how often since the start
   */
  public long refusals(RejectReason reason) {
    return refusals.getOrDefault(reason, 0L);
  }
}
