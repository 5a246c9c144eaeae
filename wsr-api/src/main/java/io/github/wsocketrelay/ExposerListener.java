package io.github.wsocketrelay;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Hears what becomes of an {@link Exposer}. Calls come one at a time and in order on the listener
 * executor, with no lock held and never on an I/O thread: blocking here delays later events, not
 * datagrams. The state has already changed. A call that throws is logged and otherwise ignored.
 * {@link #onClosed} comes exactly once after a start, and nothing follows it.
 */
public interface ExposerListener {
  /**
   * The relay registered this exposer. Comes once; when it is registered again after the link was
   * lost, {@link #onLinkRestored} comes.
   *
   * @param event where
   */
  default void onRegistered(Registered event) {}

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
   * A connector opened a tunnel.
   *
   * @param event which
   */
  default void onTunnelOpened(TunnelOpened event) {}

  /**
   * A connector's link to the relay is lost. Its tunnel waits for it to come back; its flows keep
   * their local ports meanwhile. Not told when it is the exposer's own link that is lost.
   *
   * @param event which
   */
  default void onTunnelLost(TunnelLost event) {}

  /**
   * A connector that was lost has come back, or one has come by another link from another IP
   * address than before. Its port is another at each link, and not told by itself.
   *
   * @param event which
   */
  default void onTunnelResumed(TunnelResumed event) {}

  /**
   * A tunnel ended, after all its flows: its connector left, or did not come back in time.
   *
   * @param event which
   */
  default void onTunnelClosed(TunnelClosed event) {}

  /**
   * A remote client has a local port from now on: what the UDP server receives from it is that
   * client's.
   *
   * @param event which
   */
  default void onFlowOpened(FlowOpened event) {}

  /**
   * A remote client's local port is given back.
   *
   * @param event which
   */
  default void onFlowClosed(FlowClosed event) {}

  /**
   * A limit struck. Told once in 30 s for each limit; {@link Exposer#limitHits()} counts all.
   *
   * @param event which, and the connector that met it
   */
  default void onLimitReached(LimitReached event) {}

  /**
   * Datagrams are being lost inside this exposer, after a time without a loss.
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
   * The exposer ended.
   *
   * @param event why
   */
  default void onClosed(Closed event) {}

  /**
   * The relay registered this exposer.
   *
   * @param serverId what connectors ask for
   * @param relay the relay
   */
  record Registered(ServerId serverId, URI relay) {}

  /**
   * A tunnel opened.
   *
   * @param tunnel the tunnel's identifier, 32 hexadecimal digits; the same in all events of the
   *     tunnel
   * @param remoteAddress the connector's address as the relay sees it
   */
  record TunnelOpened(String tunnel, InetSocketAddress remoteAddress) {}

  /**
   * A tunnel's connector is lost.
   *
   * @param tunnel the tunnel's identifier
   * @param remoteAddress the connector's address as the relay saw it
   */
  record TunnelLost(String tunnel, InetSocketAddress remoteAddress) {}

  /**
   * A tunnel's connector has come back.
   *
   * @param tunnel the tunnel's identifier
   * @param remoteAddress the connector's address as the relay sees it now
   */
  record TunnelResumed(String tunnel, InetSocketAddress remoteAddress) {}

  /**
   * A tunnel closed.
   *
   * @param tunnel the tunnel's identifier
   * @param remoteAddress the connector's address as the relay saw it
   */
  record TunnelClosed(String tunnel, InetSocketAddress remoteAddress) {}

  /**
   * A flow opened.
   *
   * @param tunnel the tunnel's identifier
   * @param remoteAddress the connector's address as the relay sees it
   * @param localAddress what the UDP server sees as this client's address
   * @param target the target that the flow is bound to
   */
  record FlowOpened(
      String tunnel,
      InetSocketAddress remoteAddress,
      InetSocketAddress localAddress,
      Target target) {}

  /**
   * A flow closed.
   *
   * @param tunnel the tunnel's identifier
   * @param remoteAddress the connector's address as the relay sees it
   * @param localAddress what the UDP server saw as this client's address
   * @param target the target that the flow was bound to
   */
  record FlowClosed(
      String tunnel,
      InetSocketAddress remoteAddress,
      InetSocketAddress localAddress,
      Target target) {}

  /**
   * A limit struck.
   *
   * @param limit which
   * @param remoteAddress the connector that met it, or empty where it was not about one
   */
  record LimitReached(ExposerLimit limit, Optional<InetSocketAddress> remoteAddress) {}

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
   * The exposer ended.
   *
   * @param reason why
   * @param cause the failure behind it, if any
   */
  record Closed(CloseReason reason, Optional<WsrException> cause) {}
}
