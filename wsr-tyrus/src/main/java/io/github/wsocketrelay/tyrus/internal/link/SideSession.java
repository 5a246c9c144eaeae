package io.github.wsocketrelay.tyrus.internal.link;

/** A side's end of one link. Safe for use by many threads. */
public interface SideSession {

  /** What takes the link's messages. */
  LinkHandler handler();

  /** Looks at the link; called once a second while it is the side's current one. */
  Health look();

  /** Asks the relay for an answer now, for {@link #look} to judge. */
  void ping();

  /** Says good-bye for good and ends the link. */
  void leave();

  /**
   * Ends the link at once, since another takes its place or its peer is dead; flows live on, and
   * nothing more is heard from it.
   */
  void abandon();
}
