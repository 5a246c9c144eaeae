package io.github.wsocketrelay.tyrus.internal.protocol;

import java.nio.ByteBuffer;

/** Takes what a message carries. Abstract methods only, so that a new type must be handled. */
public interface MessageHandler {

  /**
   * Takes one datagram.
   *
   * @param payload from position to limit; valid during the call only
   */
  void onDatagram(int channel, int flow, ByteBuffer payload);
}
