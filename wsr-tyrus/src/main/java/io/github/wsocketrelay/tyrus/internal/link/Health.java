package io.github.wsocketrelay.tyrus.internal.link;

/** What a side makes of its link. */
public enum Health {
  /** The peer answers, or was asked nothing. */
  ALIVE,
  /** The peer has not answered for some seconds: time to dial beside. */
  SUSPECT,
  /** The peer has not answered for so long that the link is given up. */
  DEAD
}
