package io.github.wsocketrelay.tyrus.internal.protocol;

import java.nio.ByteBuffer;

/** Reads binary messages. Allocates nothing for a well-formed one. */
public final class MessageDecoder {
  private MessageDecoder() {}

  /**
   * Hands out what a message carries. All of it is checked first, so of a malformed one nothing is
   * handed out.
   *
   * <pre>DATAGRAMS | 0x01 | one or more of: channel u16 | flow u16 | length u16 | payload |</pre>
   */
  public static void decode(ByteBuffer message, MessageHandler out)
      throws MalformedMessageException {
    need(message, message.position(), MessageFormat.TYPE_BYTES, "message type");
    int type = Byte.toUnsignedInt(message.get());
    switch (type) {
      case MessageFormat.DATAGRAMS -> decodeDatagrams(message, out);
      default ->
          throw new MalformedMessageException(
              "unknown message type 0x" + Integer.toHexString(type));
    }
  }

  private static void decodeDatagrams(ByteBuffer message, MessageHandler out)
      throws MalformedMessageException {
    checkDatagrams(message);
    int end = message.limit();
    while (message.position() < end) {
      int channel = Short.toUnsignedInt(message.getShort());
      int flow = Short.toUnsignedInt(message.getShort());
      int next = Short.toUnsignedInt(message.getShort()) + message.position();
      message.limit(next);
      out.onDatagram(channel, flow, message);
      message.limit(end).position(next);
    }
  }

  private static void checkDatagrams(ByteBuffer message) throws MalformedMessageException {
    int at = message.position();
    do {
      need(message, at, MessageFormat.DATAGRAM_HEADER_BYTES, "datagram header");
      int length = Short.toUnsignedInt(message.getShort(at + 4));
      at += MessageFormat.DATAGRAM_HEADER_BYTES;
      if (length > MessageFormat.MAX_PAYLOAD_BYTES) {
        throw new MalformedMessageException("datagram of " + length + " bytes");
      }
      need(message, at, length, "payload");
      at += length;
    } while (at < message.limit());
  }

  private static void need(ByteBuffer message, int at, int bytes, String what)
      throws MalformedMessageException {
    if (message.limit() - at < bytes) {
      throw new MalformedMessageException(
          "%s cut off: needs %d bytes at %d, the message ends at %d"
              .formatted(what, bytes, at, message.limit()));
    }
  }
}
