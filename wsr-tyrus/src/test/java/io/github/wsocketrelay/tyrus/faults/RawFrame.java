package io.github.wsocketrelay.tyrus.faults;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of RFC 6455 as bytes, right ones and wrong ones. */
public final class RawFrame {
  /** The last frame of a message. */
  public static final int FIN = 0x80;

  /** A part of a message that has begun. */
  public static final int CONTINUATION = 0;

  /** A message in UTF-8. */
  public static final int TEXT = 1;

  /** A message of bytes. */
  public static final int BINARY = 2;

  /** The end. */
  public static final int CLOSE = 8;

  /** Asks for a pong. */
  public static final int PING = 9;

  private static final int MASKED = 0x80;
  private static final byte[] KEY = {1, 2, 3, 4};

  private RawFrame() {}

  /** A frame as a client sends it, with the length in the fewest bytes. */
  public static byte[] masked(int first, byte[] payload) {
    return frame(first, MASKED, lengthBytes(payload.length), payload.length, payload);
  }

  /** The same with text. */
  public static byte[] masked(int first, String payload) {
    return masked(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** A frame as a server sends it. */
  public static byte[] plain(int first, byte[] payload) {
    return frame(first, 0, lengthBytes(payload.length), payload.length, payload);
  }

  /** The same with text. */
  public static byte[] plain(int first, String payload) {
    return plain(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A client's frame whose header tells a length of its own.
   *
   * @param lengthBytes how many bytes tell the length: 1, 2 or 8
   * @param length what they tell
   */
  public static byte[] claiming(int first, int lengthBytes, long length, byte[] payload) {
    return frame(first, MASKED, lengthBytes, length, payload);
  }

  /** The same as a server sends it. */
  public static byte[] plainClaiming(int first, int lengthBytes, long length) {
    return frame(first, 0, lengthBytes, length, new byte[0]);
  }

  /** The payload of a close frame. */
  public static byte[] closing(int code, byte... reason) {
    return ByteBuffer.allocate(2 + reason.length).putShort((short) code).put(reason).array();
  }

  /** All in a row. */
  public static byte[] row(byte[]... frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }

  private static int lengthBytes(int length) {
    return length < 126 ? 1 : length <= 0xffff ? 2 : 8;
  }

  private static byte[] frame(int first, int mask, int lengthBytes, long length, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
    switch (lengthBytes) {
      case 1 -> frame.put((byte) (mask | length));
      case 2 -> frame.put((byte) (mask | 126)).putShort((short) length);
      default -> frame.put((byte) (mask | 127)).putLong(length);
    }
    if (mask != 0) {
      frame.put(KEY);
    }
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (mask == 0 ? payload[i] : payload[i] ^ KEY[i % KEY.length]));
    }
    byte[] bytes = new byte[frame.flip().remaining()];
    frame.get(bytes);
    return bytes;
  }
}
