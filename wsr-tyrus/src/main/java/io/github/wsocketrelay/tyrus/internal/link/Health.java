package io.github.wsocketrelay.tyrus.internal.link;

/** What a link's peer seems to be, by its answers. */
public enum Health {
  /** It answers, or was not asked anything. */
  ALIVE,

  /** It owes an answer for a while: time to look for another way to it. */
  SUSPECT,

  /** It has not answered for so long that the link is of no use any more. */
  DEAD
}
