package io.github.wsocketrelay.tyrus.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** One direction of a connection: what was read waits here until it is due. */
final class FaultyPath {
  private static final int READ_BYTES = 16 * 1024;
  private static final int MOST_WAITING_BYTES = 256 * 1024;
  private static final long SECOND_NANOS = 1_000_000_000L;

  /** A rate is kept in steps of this many each second. */
  private static final int STEPS = 100;

  private final Direction direction;
  private final Faults faults;
  private final SocketChannel from;
  private final SocketChannel to;
  private final Deque<Piece> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private long forwarded;
  private long freeAt; // when the rate lets the next bytes through
  private boolean blocked; // by the receiver
  private boolean readAll;
  private boolean over;

  /** What was read at once; nothing at the end. */
  private record Piece(ByteBuffer bytes, long due) {}

  FaultyPath(Direction direction, Faults faults, SocketChannel from, SocketChannel to) {
    this.direction = direction;
    this.faults = faults;
    this.from = from;
    this.to = to;
    this.freeAt = System.nanoTime();
  }

  /** Whether more is to be read. */
  boolean wantsToRead() {
    return !readAll && waitingBytes < MOST_WAITING_BYTES && !faults.holes.contains(direction);
  }

  /** Whether the receiver has to take more before anything can go on. */
  boolean waitsForReceiver() {
    return blocked;
  }

  /** Whether the end was passed on. */
  boolean isOver() {
    return over;
  }

  void read(long now) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(READ_BYTES);
    int count = from.read(bytes);
    if (count > 0) {
      waiting.add(new Piece(bytes.flip(), now + faults.latencyNanos));
      waitingBytes += count;
    } else if (count < 0) {
      readAll = true;
      waiting.add(
          new Piece(ByteBuffer.allocate(0), now + faults.latencyNanos + faults.closeDelayNanos));
    }
  }

  /**
   * Passes on what is due, at most one slice.
   *
   * @return when there is more to do, as a time to wait; {@link Long#MAX_VALUE} if nothing is
   * @throws DataLimitException when it is time to cut
   */
  long forward(long now) throws IOException {
    Piece next = waiting.peek();
    if (next == null || over || faults.holes.contains(direction)) {
      blocked = false;
      return Long.MAX_VALUE;
    }
    long wait = Math.max(next.due() - now, freeAt - now);
    if (wait > 0) {
      return wait;
    }
    if (next.bytes().hasRemaining()) {
      write(next.bytes(), now);
    }
    if (!next.bytes().hasRemaining()) {
      waiting.remove();
      if (readAll && waiting.isEmpty()) {
        over = true;
        to.shutdownOutput();
      }
    }
    return blocked ? Long.MAX_VALUE : 0;
  }

  private void write(ByteBuffer bytes, long now) throws IOException {
    long untilCut = faults.bytesUntilCut - forwarded;
    if (untilCut <= 0) {
      throw new DataLimitException();
    }
    int size = (int) Math.min(Math.min(bytes.remaining(), faults.sliceBytes), untilCut);
    if (faults.bytesPerSecond != Faults.UNLIMITED) {
      size = (int) Math.min(size, Math.max(1, faults.bytesPerSecond / STEPS));
    }
    int limit = bytes.limit();
    int written = to.write(bytes.limit(bytes.position() + size));
    bytes.limit(limit);
    waitingBytes -= written;
    forwarded += written;
    blocked = written < size;
    if (faults.bytesPerSecond != Faults.UNLIMITED) {
      freeAt = Math.max(now, freeAt) + written * SECOND_NANOS / faults.bytesPerSecond;
    }
    if (forwarded >= faults.bytesUntilCut) {
      throw new DataLimitException();
    }
  }

  /** As many bytes have passed as may. */
  static final class DataLimitException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
