package io.github.wsocketrelay.tyrus.internal.link;

import java.nio.ByteBuffer;

/**
 * Takes what comes over a link. Messages come one at a time and in order, on an I/O thread that
 * other links share, so nothing here may block. {@link #onClosed} comes once, perhaps on another
 * thread, and may come while a message is being handled if the handling closes the link.
 */
public interface LinkHandler {

  /** A text message. */
  void onText(String text);

  /** A binary message, from position to limit; the buffer is valid during the call only. */
  void onBinary(ByteBuffer message);

  /**
   * The link is gone.
   *
   * @param code the close code of RFC 6455, 1006 when there was none
   */
  void onClosed(int code, String reason);
}
