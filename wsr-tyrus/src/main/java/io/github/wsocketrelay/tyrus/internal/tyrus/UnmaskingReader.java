package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.nio.ByteBuffer;
import org.glassfish.tyrus.spi.ReadHandler;

/**
 * Takes the mask off the frames of one client, eight bytes at a time, and hands them on as unmasked
 * ones: Tyrus does it byte by byte with volatile fields, which bounds a core to 155 MB/s. Frames
 * may be cut anywhere between calls. Works in the buffers that it is given. On the connection's
 * thread only.
 *
 * <p>RFC 6455, section 5.2: {@code FIN, RSV, opcode | MASK, length 7 | length 0, 16 or 64 | key 0
 * or 32 | payload}.
 */
final class UnmaskingReader implements ReadHandler {
  private static final int MASK = 0x80;
  private static final int KEY_BYTES = 4;
  private static final int MAX_HEADER_BYTES = 14;

  private final ReadHandler next;
  private final ByteBuffer header = ByteBuffer.allocate(MAX_HEADER_BYTES);
  private long left; // of the current frame's payload
  private int key; // its first byte is for the next byte of payload

  UnmaskingReader(ReadHandler next) {
    this.next = next;
  }

  @Override
  public void handle(ByteBuffer data) {
    while (data.hasRemaining()) {
      int from = data.position();
      if (left == 0 && header(data)) {
        from = putHeaderBefore(data, from);
      }
      if (header.position() == 0) {
        payload(data, from);
      }
    }
  }

  /** Gathers a header; tells when it is whole, and takes the key out of it. */
  private boolean header(ByteBuffer data) {
    while (data.hasRemaining()) {
      header.put(data.get());
      if (header.position() == headerBytes()) {
        boolean masked = (header.get(1) & MASK) != 0;
        int bytes = header.position() - (masked ? KEY_BYTES : 0);
        key = masked ? header.getInt(bytes) : 0;
        left = payloadBytes();
        header.put(1, (byte) (header.get(1) & ~MASK)).position(0).limit(bytes);
        return true;
      }
    }
    return false;
  }

  /** How long the header is, as far as what there is of it tells. */
  private int headerBytes() {
    if (header.position() < 2) {
      return MAX_HEADER_BYTES;
    }
    int length = header.get(1) & ~MASK & 0xff;
    int extended = length == 126 ? 2 : length == 127 ? 8 : 0;
    return 2 + extended + ((header.get(1) & MASK) == 0 ? 0 : KEY_BYTES);
  }

  private long payloadBytes() {
    int length = header.get(1) & ~MASK & 0xff;
    if (length == 127) {
      long bytes = header.getLong(2);
      return bytes < 0 ? Long.MAX_VALUE : bytes; // Tyrus refuses it when it sees the header.
    }
    return length == 126 ? Short.toUnsignedInt(header.getShort(2)) : length;
  }

  /**
   * Puts the header without its key right before the payload, so that both go on in one piece. One
   * that began in an earlier buffer goes on by itself.
   *
   * @return where what is to go on begins
   */
  private int putHeaderBefore(ByteBuffer data, int from) {
    int begin = data.position() - header.remaining();
    if (begin >= from) {
      data.put(begin, header, 0, header.remaining());
    } else {
      next.handle(header.duplicate());
      begin = data.position();
    }
    header.clear();
    return begin;
  }

  private void payload(ByteBuffer data, int from) {
    int bytes = (int) Math.min(left, data.remaining());
    int end = data.position() + bytes;
    unmask(data, data.position(), end);
    left -= bytes;
    key = Integer.rotateLeft(key, 8 * (bytes % KEY_BYTES));
    data.position(end);
    if (end > from) {
      next.handle(data.duplicate().position(from).limit(end));
    }
  }

  private void unmask(ByteBuffer data, int from, int end) {
    int at = from;
    long twice = ((long) key << 32) | Integer.toUnsignedLong(key);
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      data.putLong(at, data.getLong(at) ^ twice);
    }
    for (int shift = 24; at < end; at++, shift -= 8) {
      data.put(at, (byte) (data.get(at) ^ (key >> (shift & 31))));
    }
  }
}
