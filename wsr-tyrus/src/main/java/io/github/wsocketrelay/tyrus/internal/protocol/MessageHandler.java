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

  /**
   * Takes an acknowledgement.
   *
   * @param received the bytes of all messages with datagrams that the peer has received
   * @param holdMicros how long ago the newest of them came
   * @param clockMicros the peer's clock when it came; its origin is arbitrary, and it wraps
   * @throws MalformedMessageException if it cannot be true
   */
  void onAcknowledgement(long received, long holdMicros, int clockMicros)
      throws MalformedMessageException;
}
