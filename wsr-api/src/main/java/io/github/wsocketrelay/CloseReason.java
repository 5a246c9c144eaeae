package io.github.wsocketrelay;

/** Why a role ended. */
public enum CloseReason {
  /** This side called {@code close()}. */
  REQUESTED,
  /** The link to the relay broke. */
  LINK_LOST,
  /** The relay is shutting down or restarting. */
  RELAY_GOING_AWAY,
  /** The same exposer was started somewhere else and took the registration over. */
  SUPERSEDED,
  /** The relay or the exposer refused for good; see the cause's {@link RejectReason}. */
  REJECTED,
  /** One side sent something that the protocol does not allow: mismatched or broken software. */
  PROTOCOL_ERROR
}
