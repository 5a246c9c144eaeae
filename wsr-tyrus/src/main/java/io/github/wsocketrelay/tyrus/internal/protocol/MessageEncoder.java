package io.github.wsocketrelay.tyrus.internal.protocol;

import java.nio.ByteBuffer;

/** Writes binary messages: {@link #begin}, then {@link #append} once or more. */
public final class MessageEncoder {
  private MessageEncoder() {}

  /** Starts a message with datagrams at the beginning of the buffer. */
  public static void begin(ByteBuffer message) {
    message.clear().put((byte) MessageFormat.DATAGRAMS);
  }

  /** The room that one datagram takes. */
  public static int encodedBytes(int payloadBytes) {
    return MessageFormat.DATAGRAM_HEADER_BYTES + payloadBytes;
  }

  /** Appends a datagram; the payload is read from its position to its limit. */
  public static void append(ByteBuffer message, int channel, int flow, ByteBuffer payload) {
    message
        .putShort((short) channel)
        .putShort((short) flow)
        .putShort((short) payload.remaining())
        .put(payload);
  }
}
