package io.github.wsocketrelay.tyrus.faults;

/** The two ways of a connection through a {@link FaultProxy}. */
public enum Direction {
  TO_RELAY,
  TO_SIDE
}
