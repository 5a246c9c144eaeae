package io.github.wsocketrelay;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Hears what becomes of a {@link Connector}. Calls come one at a time and in order on the listener
 * executor, with no lock held and never on an I/O thread: blocking here delays later events, not
 * datagrams. The state has already changed. A call that throws is logged and otherwise ignored.
 * {@link #onClosed} comes exactly once after a start, and nothing follows it.
 */
public interface ConnectorListener {
  /**
   * The relay knows of no such server now, or it went away; the connector waits for it.
   *
   * @param event which
   */
  default void onServerAway(ServerAway event) {}

  /**
   * The exposer accepted this connector: datagrams are carried from now on. Comes again when the
   * server or the link was away, or when a local address was added; not when a link took the place
   * of another and nothing was lost.
   *
   * @param event where local programs send to
   */
  default void onOpened(Opened event) {}

  /**
   * The link to the relay broke, or its peer does not answer any more. Flows and ports stay.
   *
   * @param event why, and when the next attempt comes
   */
  default void onLinkLost(LinkLost event) {}

  /**
   * An attempt to reach the relay failed; another follows.
   *
   * @param event why, and when
   */
  default void onRetrying(Retrying event) {}

  /**
   * The relay is reached again.
   *
   * @param event where, and after what time
   */
  default void onLinkRestored(LinkRestored event) {}

  /**
   * A further target of the exposer got no local port here.
   *
   * @param event which
   */
  default void onTargetUnavailable(TargetUnavailable event) {}

  /**
   * A local program sent its first datagram.
   *
   * @param event which
   */
  default void onFlowOpened(FlowOpened event) {}

  /**
   * A local program was idle for the flow's time-out, or the exposer ended the flow.
   *
   * @param event which
   */
  default void onFlowClosed(FlowClosed event) {}

  /**
   * Datagrams are being lost inside this connector, after a time without a loss.
   *
   * @param event what was lost first
   */
  default void onDropsBegan(DropsBegan event) {}

  /**
   * No datagram was lost for 5 s, after losses.
   *
   * @param event how many were lost
   */
  default void onDropsEnded(DropsEnded event) {}

  /**
   * The connector ended.
   *
   * @param event why
   */
  default void onClosed(Closed event) {}

  /**
   * The server is not online.
   *
   * @param serverId the server
   */
  record ServerAway(ServerId serverId) {}

  /**
   * The tunnel is open.
   *
   * @param serverId the server
   * @param localAddresses where local programs send to, the first target's addresses first
   * @param exposerKey the exposer's Ed25519 public key, 64 hexadecimal digits: the same at every
   *     start of the same exposer, so one that remembers it can tell another exposer from it
   */
  record Opened(ServerId serverId, List<InetSocketAddress> localAddresses, String exposerKey) {}

  /**
   * A target without a local port.
   *
   * @param target its place in the exposer's order, from 0
   * @param localPort the port that was tried
   * @param reason what the system said
   */
  record TargetUnavailable(int target, int localPort, String reason) {}

  /**
   * A flow opened.
   *
   * @param localClient the local program's address
   * @param localAddress where it sent to
   */
  record FlowOpened(InetSocketAddress localClient, InetSocketAddress localAddress) {}

  /**
   * A flow closed.
   *
   * @param localClient the local program's address
   * @param localAddress where it sent to
   */
  record FlowClosed(InetSocketAddress localClient, InetSocketAddress localAddress) {}

  /**
   * The link was lost.
   *
   * @param cause what happened to it
   * @param nextAttemptIn time until the next attempt
   */
  record LinkLost(WsrException cause, Duration nextAttemptIn) {}

  /**
   * An attempt failed.
   *
   * @param attempt which one since the start or since the link was lost, from 1
   * @param cause why
   * @param nextAttemptIn time until the next attempt
   */
  record Retrying(int attempt, WsrException cause, Duration nextAttemptIn) {}

  /**
   * The link is back.
   *
   * @param relay the relay, which may be another one where several were given
   * @param away how long there was none
   */
  record LinkRestored(URI relay, Duration away) {}

  /**
   * Losses began.
   *
   * @param reason why the first one was lost
   */
  record DropsBegan(DropReason reason) {}

  /**
   * Losses ended.
   *
   * @param dropped how many were lost since they began
   */
  record DropsEnded(long dropped) {}

  /**
   * The connector ended.
   *
   * @param reason why
   * @param cause the failure behind it, if any
   */
  record Closed(CloseReason reason, Optional<WsrException> cause) {}
}
