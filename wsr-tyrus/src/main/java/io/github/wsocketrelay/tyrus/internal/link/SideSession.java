package io.github.wsocketrelay.tyrus.internal.link;

/** A side's end of one link. */
public interface SideSession {

  /** What takes the link's messages. */
  LinkHandler handler();

  /** Says good-bye and ends the link. */
  void leave();
}
