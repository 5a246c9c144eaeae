package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.nio.ByteBuffer;

/**
 * The header of a frame, gathered byte by byte, since it may be cut anywhere. RFC 6455, section
 * 5.2: {@code FIN, RSV, opcode | MASK, length 7 | length 0, 16 or 64 | key 0 or 32}.
 */
final class FrameHeader {
  static final int MAX_BYTES = 14;
  static final int FIN = 0x80;
  static final int MASKED = 0x80;
  static final int CONTINUATION = 0;
  static final int BINARY = 2;
  static final int RESERVED_CONTROL = FIN | 0x0f;

  private static final int OPCODE = 0x0f;
  private static final int CONTROL = 0x08;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private final ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);

  /** Takes bytes until the header is whole; tells whether it is. */
  boolean gather(ByteBuffer data) {
    while (data.hasRemaining()) {
      bytes.put(data.get());
      if (bytes.position() >= 2 && bytes.position() == size()) {
        return true;
      }
    }
    return false;
  }

  /** Whether some of it was gathered. */
  boolean isBegun() {
    return bytes.position() > 0;
  }

  void clear() {
    bytes.clear();
  }

  private int size() {
    int length = shortLength();
    int extended = length == LENGTH_16 ? 2 : length == LENGTH_64 ? 8 : 0;
    return 2 + extended + (isMasked() ? Mask.KEY_BYTES : 0);
  }

  private int shortLength() {
    return bytes.get(1) & ~MASKED & 0xff;
  }

  boolean isMasked() {
    return (bytes.get(1) & MASKED) != 0;
  }

  /** The mask's key; 0, which changes nothing, where there is none. */
  int key() {
    return isMasked() ? bytes.getInt(bytes.position() - Mask.KEY_BYTES) : 0;
  }

  /** The size of the payload; of one that cannot be, the largest number. */
  long payloadBytes() {
    int length = shortLength();
    if (length == LENGTH_64) {
      long size = bytes.getLong(2);
      return size < 0 ? Long.MAX_VALUE : size;
    }
    return length == LENGTH_16 ? Short.toUnsignedInt(bytes.getShort(2)) : length;
  }

  /** Whether the size is told in as few bytes as can be. */
  boolean isShortest() {
    int length = shortLength();
    long size = payloadBytes();
    return length == LENGTH_64 ? size > 0xffff : length < LENGTH_16 || size >= LENGTH_16;
  }

  /** Whether it is a binary message in one frame. */
  boolean isWholeBinary() {
    return (bytes.get(0) & 0xff) == (FIN | BINARY);
  }

  boolean isControl() {
    return (bytes.get(0) & CONTROL) != 0;
  }

  boolean isFinal() {
    return (bytes.get(0) & FIN) != 0;
  }

  boolean isContinuation() {
    return (bytes.get(0) & OPCODE) == CONTINUATION;
  }

  /** The same header for a frame without a mask, from position to limit; this one is used up. */
  ByteBuffer unmasked() {
    int end = bytes.position() - (isMasked() ? Mask.KEY_BYTES : 0);
    return bytes.put(1, (byte) (bytes.get(1) & ~MASKED)).limit(end).position(0);
  }

  /**
   * Writes the header of a binary message in one frame right before it, and moves the position
   * there. There must be {@value #MAX_BYTES} bytes of room.
   */
  static void putBefore(ByteBuffer message) {
    int begin = begin(message, 0);
    message.put(begin, (byte) (FIN | BINARY)).position(begin);
  }

  /** The same with a mask, which is put on the message. */
  static void putBefore(ByteBuffer message, int key) {
    int from = message.position();
    Mask.apply(key, message, from, message.limit());
    message.putInt(from - Mask.KEY_BYTES, key);
    int begin = begin(message, Mask.KEY_BYTES);
    message
        .put(begin, (byte) (FIN | BINARY))
        .put(begin + 1, (byte) (message.get(begin + 1) | MASKED))
        .position(begin);
  }

  /** Writes the length, and gives where the header begins. */
  private static int begin(ByteBuffer message, int keyBytes) {
    int size = message.remaining();
    int end = message.position() - keyBytes;
    if (size < LENGTH_16) {
      message.put(end - 1, (byte) size);
      return end - 2;
    } else if (size <= 0xffff) {
      message.put(end - 3, (byte) LENGTH_16).putShort(end - 2, (short) size);
      return end - 4;
    }
    message.put(end - 9, (byte) LENGTH_64).putLong(end - 8, size);
    return end - 10;
  }
}
