package io.github.wsocketrelay;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Hears what becomes of a {@link RelayServer}. Calls come one at a time and in order on the
 * listener executor, with no lock held and never on an I/O thread: blocking here delays later
 * events, not datagrams. The state has already changed. A call that throws is logged and otherwise
 * ignored. {@link #onClosed} comes exactly once after a start, and nothing follows it. A server is
 * named by the tag of its ID, of which logs may show the first six characters.
 *
 * <p>A remote address that is not known is an unresolved one named {@code unknown}. That is so only
 * for a relay in a container of somebody else's that was not told how to know it.
 */
public interface RelayListener {
  /**
   * An exposer registered, or took a registration over.
   *
   * @param event who
   */
  default void onServerRegistered(ServerRegistered event) {}

  /**
   * An exposer's registration ended, by its own wish or with its link.
   *
   * @param event who
   */
  default void onServerUnregistered(ServerUnregistered event) {}

  /**
   * An exposer accepted a connector.
   *
   * @param event which
   */
  default void onTunnelOpened(TunnelOpened event) {}

  /**
   * A tunnel ended, or its exposer went away.
   *
   * @param event which
   */
  default void onTunnelClosed(TunnelClosed event) {}

  /**
   * A limit struck. Told once in 30 s for each limit; {@link RelayServer#limitHits()} counts all.
   *
   * @param event which, and the peer that met it
   */
  default void onLimitReached(LimitReached event) {}

  /**
   * The relay ended.
   *
   * @param event why
   */
  default void onClosed(Closed event) {}

  /**
   * An exposer registered.
   *
   * @param tag the tag of its server ID
   * @param remoteAddress where its link comes from
   */
  record ServerRegistered(String tag, InetSocketAddress remoteAddress) {}

  /**
   * An exposer's registration ended.
   *
   * @param tag the tag of its server ID
   * @param remoteAddress where its link came from
   */
  record ServerUnregistered(String tag, InetSocketAddress remoteAddress) {}

  /**
   * A tunnel opened.
   *
   * @param tag the tag of the server ID
   * @param remoteAddress where the connector's link comes from
   */
  record TunnelOpened(String tag, InetSocketAddress remoteAddress) {}

  /**
   * A tunnel closed.
   *
   * @param tag the tag of the server ID
   * @param remoteAddress where the connector's link came from
   */
  record TunnelClosed(String tag, InetSocketAddress remoteAddress) {}

  /**
   * A limit struck.
   *
   * @param limit which
   * @param remoteAddress the peer that met it, or empty where it was not about one peer
   */
  record LimitReached(RelayLimit limit, Optional<InetSocketAddress> remoteAddress) {}

  /**
   * The relay ended.
   *
   * @param reason why
   * @param cause the failure behind it, if any
   */
  record Closed(CloseReason reason, Optional<WsrException> cause) {}
}
