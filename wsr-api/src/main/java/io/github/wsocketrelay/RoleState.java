package io.github.wsocketrelay;

/**
 * Where a role is in its life. A role starts {@link #RUNNING} (a connector whose server is not
 * online {@link #WAITING_FOR_SERVER}); a close or a fatal error leads through {@link #CLOSING} to
 * {@link #CLOSED}, which is final.
 */
public enum RoleState {
  /** Carries datagrams. */
  RUNNING,
  /** Connector only: linked to the relay, but no exposer with its server ID is. */
  WAITING_FOR_SERVER,
  /** Lets go of sockets, links and threads. */
  CLOSING,
  /** All let go; nothing follows. */
  CLOSED
}
