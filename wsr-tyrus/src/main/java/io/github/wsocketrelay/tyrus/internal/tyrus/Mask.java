package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.nio.ByteBuffer;

/** The mask of frames that clients send, RFC 6455, section 5.3; eight bytes at a time. */
final class Mask {
  static final int KEY_BYTES = 4;

  private Mask() {}

  /**
   * Puts the mask on, or takes it off.
   *
   * @param key its first byte is for the first of the bytes
   */
  static void apply(int key, ByteBuffer data, int from, int end) {
    int at = from;
    long twice = ((long) key << 32) | Integer.toUnsignedLong(key);
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      data.putLong(at, data.getLong(at) ^ twice);
    }
    for (int shift = 24; at < end; at++, shift -= 8) {
      data.put(at, (byte) (data.get(at) ^ (key >> (shift & 31))));
    }
  }

  /** The key for what follows so many bytes. */
  static int after(int key, int bytes) {
    return Integer.rotateLeft(key, 8 * (bytes % KEY_BYTES));
  }
}
