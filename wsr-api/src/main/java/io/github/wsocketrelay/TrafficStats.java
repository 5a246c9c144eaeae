package io.github.wsocketrelay;

import java.util.Map;

/**
 * What a role has carried since its start: a snapshot whose numbers were read one after another, so
 * that under load they may differ from each other by what came in between. Bytes are payload.
 *
 * @param udpReceived datagrams read from UDP sockets
 * @param udpReceivedBytes their payload in bytes
 * @param udpSent datagrams given to UDP sockets
 * @param udpSentBytes their payload in bytes
 * @param linkReceived datagrams read from WebSockets
 * @param linkReceivedBytes their payload in bytes
 * @param linkSent datagrams written to WebSockets
 * @param linkSentBytes their payload in bytes
 * @param dropped datagrams lost, by reason; every reason is present
 * @param openTunnels tunnels open now
 * @param openFlows flows open now; always 0 at a relay, which keeps no state per flow
 * @param linkTimes how long it took on the links
 */
public record TrafficStats(
    long udpReceived,
    long udpReceivedBytes,
    long udpSent,
    long udpSentBytes,
    long linkReceived,
    long linkReceivedBytes,
    long linkSent,
    long linkSentBytes,
    Map<DropReason, Long> dropped,
    int openTunnels,
    int openFlows,
    LinkTimes linkTimes) {

  /**
   * Datagrams lost for one reason.
   *
   * @param reason the reason
   * @return how many since the start
   */
  public long dropped(DropReason reason) {
    return dropped.getOrDefault(reason, 0L);
  }

  /**
   * Datagrams lost for any reason.
   *
   * @return how many since the start
   */
  public long totalDropped() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }
}
