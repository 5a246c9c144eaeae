package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import java.nio.ByteBuffer;
import java.util.Set;

/** Takes a conversation out of the set of open ones when its link is gone. */
record Tracked(Conversation conversation, Set<Conversation> open) implements LinkHandler {

  @Override
  public void onText(String text) {
    conversation.onText(text);
  }

  @Override
  public void onBinary(ByteBuffer message) {
    conversation.onBinary(message);
  }

  @Override
  public void onClosed(int code, String reason) {
    open.remove(conversation);
    conversation.onClosed(code, reason);
  }
}
