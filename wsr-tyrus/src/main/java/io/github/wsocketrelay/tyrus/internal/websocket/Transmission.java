package io.github.wsocketrelay.tyrus.internal.websocket;

import io.github.wsocketrelay.tyrus.internal.link.Link;
import jakarta.websocket.CloseReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** How what one link says leaves its session. Safe for use by many threads. */
interface Transmission {

  /** As {@link Link#sendText} has it, but may throw for a session that is closed. */
  void sendText(String text, Link.Completion completion);

  /** As {@link Link#sendBinary} has it, but may throw for a session that is closed. */
  void sendBinary(ByteBuffer message, Link.Completion completion);

  /** Closes the session, after what was sent before as far as the peer still reads. */
  void close(CloseReason reason) throws IOException;

  /** Closes the session, as soon as the container can, whatever was sent before. */
  void abort(CloseReason reason) throws IOException;

  /** Says who takes binary messages that the session does not deliver; once, as it opens. */
  default void deliverTo(Consumer<ByteBuffer> receiver) {}

  /** As {@link Link#asked} has it. */
  default void asked() {}

  /** As {@link Link#settled} has it. */
  default void settled() {}

  /** The session has ended. Called once. */
  default void ended() {}
}
