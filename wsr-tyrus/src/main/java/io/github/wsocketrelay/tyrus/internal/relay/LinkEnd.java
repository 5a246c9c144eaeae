package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.tyrus.internal.link.Conversation;

/** The relay's end of one side's link. */
interface LinkEnd {

  Conversation conversation();

  /** Whether the side has said what it wants. */
  boolean hasSpoken();

  /** Whether a ping may be sent: the answer must not come before what the side has to say first. */
  boolean mayBePinged();
}
