package io.github.wsocketrelay.jakarta;

/**
 * A relay in a service's own Jakarta WebSocket container, under a path, in place of a port of its
 * own. Protocol, queues, listener and statistics are the same. Sockets, TLS and what is limited
 * before a handshake is complete are the container's.
 *
 * <p>What a relay of its own port refuses with a status, a mounted one refuses with a close code:
 * the side hears {@code refused} in its new WebSocket, and that is closed.
 */
public final class RelayMount {
  private RelayMount() {}

  /**
   * Begins to mount a relay.
   *
   * @return a builder with the defaults
   */
  public static RelayMountBuilder builder() {
    return new RelayMountBuilder();
  }
}
