package io.github.wsocketrelay.tyrus.internal.protocol;

import java.nio.ByteBuffer;

/** Reads binary messages. Allocates nothing for a well-formed one. */
public final class MessageDecoder {
  private MessageDecoder() {}

  /**
   * Hands out what a message carries. All of it is checked first, so of a malformed one nothing is
   * handed out.
   *
   * <pre>DATAGRAMS       | 0x01 | one or more of: channel u16 | flow u16 | length u16 | payload |
   * ACKNOWLEDGEMENT | 0x02 | received u64 | hold u32 | clock u32 | then DATAGRAMS, or nothing |
   * </pre>
   *
   * @return whether it carried datagrams
   */
  public static boolean decode(ByteBuffer message, MessageHandler out)
      throws MalformedMessageException {
    need(message, message.position(), MessageFormat.TYPE_BYTES, "message type");
    int datagrams = message.position();
    boolean acknowledges = type(message, datagrams) == MessageFormat.ACKNOWLEDGEMENT;
    if (acknowledges) {
      need(message, datagrams, MessageFormat.ACKNOWLEDGEMENT_BYTES, "acknowledgement");
      datagrams += MessageFormat.ACKNOWLEDGEMENT_BYTES;
    }
    boolean carries = datagrams < message.limit();
    if (carries) {
      checkDatagrams(message, datagrams);
    }
    if (acknowledges) {
      decodeAcknowledgement(message, out);
    }
    if (carries) {
      decodeDatagrams(message, out);
    }
    return carries;
  }

  private static int type(ByteBuffer message, int at) {
    return Byte.toUnsignedInt(message.get(at));
  }

  private static void decodeAcknowledgement(ByteBuffer message, MessageHandler out)
      throws MalformedMessageException {
    message.get();
    out.onAcknowledgement(
        message.getLong(), Integer.toUnsignedLong(message.getInt()), message.getInt());
  }

  private static void decodeDatagrams(ByteBuffer message, MessageHandler out) {
    message.get();
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

  private static void checkDatagrams(ByteBuffer message, int from)
      throws MalformedMessageException {
    if (type(message, from) != MessageFormat.DATAGRAMS) {
      throw new MalformedMessageException(
          "unknown message type 0x" + Integer.toHexString(type(message, from)));
    }
    int at = from + MessageFormat.TYPE_BYTES;
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
