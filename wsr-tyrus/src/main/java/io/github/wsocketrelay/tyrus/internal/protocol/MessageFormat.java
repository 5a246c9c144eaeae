package io.github.wsocketrelay.tyrus.internal.protocol;

/**
 * The layout of binary messages: docs/protocol.md, "Datagrams" and "Acknowledgements". All numbers
 * are big-endian.
 */
public final class MessageFormat {
  /** First byte of a message that carries datagrams. */
  public static final int DATAGRAMS = 0x01;

  /** First byte of an acknowledgement, which datagrams may follow. */
  public static final int ACKNOWLEDGEMENT = 0x02;

  /** {@code type u8 | received u64 | hold u32 | clock u32}. */
  public static final int ACKNOWLEDGEMENT_BYTES = 17;

  /** The message type. */
  public static final int TYPE_BYTES = 1;

  /** {@code channel u16 | flow u16 | length u16} before each payload. */
  public static final int DATAGRAM_HEADER_BYTES = 6;

  /** The largest payload, which is the largest of UDP over IPv4. */
  public static final int MAX_PAYLOAD_BYTES = 65_507;

  /** A message with one datagram of the largest size. */
  public static final int MAX_SINGLE_BYTES = TYPE_BYTES + DATAGRAM_HEADER_BYTES + MAX_PAYLOAD_BYTES;

  /** The largest binary message that is taken. */
  public static final int MAX_MESSAGE_BYTES = 66_000;

  /** The largest channel and flow number. */
  public static final int MAX_NUMBER = 0xffff;

  private MessageFormat() {}
}
