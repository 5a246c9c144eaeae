package io.github.wsocketrelay.tyrus.internal.protocol;

import java.nio.ByteBuffer;

/**
 * Writes binary messages into a buffer: {@link #acknowledge} or {@link #beginDatagrams} with one or
 * more {@link #append}, or both in this order.
 */
public final class MessageEncoder {
  private MessageEncoder() {}

  /**
   * Writes an acknowledgement.
   *
   * @param holdMicros cut to what 32 bits take
   */
  public static void acknowledge(
      ByteBuffer message, long received, long holdMicros, int clockMicros) {
    message
        .put((byte) MessageFormat.ACKNOWLEDGEMENT)
        .putLong(received)
        .putInt((int) Math.min(holdMicros, 0xffff_ffffL))
        .putInt(clockMicros);
  }

  /** Datagrams follow. */
  public static void beginDatagrams(ByteBuffer message) {
    message.put((byte) MessageFormat.DATAGRAMS);
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
