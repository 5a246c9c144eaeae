package io.github.wsocketrelay;

/**
 * Where a role is in its life. A side goes between {@link #RUNNING} and {@link #RECONNECTING}, and
 * a connector also to {@link #WAITING_FOR_SERVER}; a close or a fatal error leads from any of them
 * through {@link #CLOSING} to {@link #CLOSED}, which is final.
 */
public enum RoleState {
  /** Carries datagrams. */
  RUNNING,
  /** Connector only: linked to the relay, but no exposer with its server ID is. */
  WAITING_FOR_SERVER,
  /** Exposer and connector only: without a link to the relay, and trying to make one. */
  RECONNECTING,
  /** Lets go of sockets, links and threads. */
  CLOSING,
  /** All let go; nothing follows. */
  CLOSED
}
