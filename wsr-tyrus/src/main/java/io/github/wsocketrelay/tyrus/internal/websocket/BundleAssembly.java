package io.github.wsocketrelay.tyrus.internal.websocket;

import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragmented binary messages together. Of one that grows beyond what the protocol allows, only
 * so much is kept that the handler sees that it is too big. On the link's I/O thread only.
 */
final class BundleAssembly {
  /** One byte more than is allowed. */
  static final int MAX_BYTES = MessageFormat.MAX_MESSAGE_BYTES + 1;

  private final LinkHandler handler;
  private @Nullable ByteBuffer begun;

  BundleAssembly(LinkHandler handler) {
    this.handler = handler;
  }

  void add(ByteBuffer part, boolean last) {
    if (last && begun == null) {
      handler.onBinary(part); // Nearly always: a message in one piece.
      return;
    }
    ByteBuffer longer = append(begun == null ? ByteBuffer.allocate(0) : begun, part);
    if (last || longer.position() == MAX_BYTES) {
      begun = null;
      handler.onBinary(longer.flip());
    } else {
      begun = longer;
    }
  }

  private static ByteBuffer append(ByteBuffer before, ByteBuffer part) {
    int length = Math.min(part.remaining(), MAX_BYTES - before.position());
    ByteBuffer longer = before;
    if (before.remaining() < length) {
      int room = Math.max(before.position() + length, 2 * before.capacity());
      longer = ByteBuffer.allocate(Math.min(room, MAX_BYTES)).put(before.flip());
    }
    return longer.put(part.slice(part.position(), length));
  }
}
