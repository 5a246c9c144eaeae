package io.github.wsocketrelay.tyrus.internal.link;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket as the core sees it. Messages go out in the order of the calls; nothing here bounds
 * what waits, so a caller has one write outstanding at a time: see {@link SendQueue}. Safe for use
 * by many threads; no method blocks or throws for a link that is closed.
 */
public interface Link {
  /** The room before a binary message in which a link may write its header. */
  int HEADROOM_BYTES = 14;

  /** Sends a control message. */
  void sendText(String text, Completion completion);

  /**
   * Sends datagrams, from position to limit. The buffer belongs to the link until the completion is
   * called, with {@value #HEADROOM_BYTES} bytes before the position; the link may write there, and
   * change the message. One binary message may be under way at a time.
   */
  void sendBinary(ByteBuffer message, Completion completion);

  /**
   * Ends the link, after what was sent before as far as the peer still reads. The handler's {@code
   * onClosed} may be called before this returns. A second call does nothing.
   *
   * @param reason for the peer's log, cut to what a close frame takes
   */
  void close(int code, String reason);

  /**
   * Ends the link at once, whatever was sent before, since its peer takes nothing any more. The
   * handler's {@code onClosed} is called with code 1006. A second call does nothing.
   *
   * @param reason for the handler
   */
  void abort(String reason);

  /** Where the peer is, as far as this end can see. */
  InetSocketAddress remoteAddress();

  /**
   * The peer has asked for something in the right form, and may have to wait for it. Whoever limits
   * strangers may count it less. Quick, and may be called under a lock; a repeat does nothing.
   */
  default void asked() {}

  /** The peer got what it asked for: it is no stranger any more. As {@link #asked}. */
  default void settled() {}

  /** Hears when a message was handed to the operating system, perhaps before the send returns. */
  @FunctionalInterface
  interface Completion {
    /**
     * Called once.
     *
     * @param failure why the message was not sent; null when it was
     */
    void done(@Nullable Throwable failure);
  }
}
