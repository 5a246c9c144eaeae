package io.github.wsocketrelay.tyrus.internal.link;

import java.time.Duration;

/**
 * Decides over a side's links, of which more than one may be dialled at a time. Called on the
 * links' I/O threads.
 */
public interface SideOwner {

  /**
   * The relay has greeted on this link.
   *
   * @return whether the session goes on to register or open; if not, it is of no use and abandons
   *     its link
   */
  boolean onGreeted(SideSession session);

  /**
   * The relay has taken what the session asked for. Called once, at most, for each session.
   *
   * @return whether the session's link is the side's from now on; if not, it was given up in
   *     between, is of no use, and the session abandons it
   */
  boolean onAnswered(SideSession session);

  /** The relay is about to end the link, and wants to be dialled again after this time. */
  void onGoingAway(SideSession session, Duration reconnectAfter);

  /** The link is gone, not by {@link SideSession#abandon}; called once. */
  void onEnded(SideSession session, Ending ending);
}
