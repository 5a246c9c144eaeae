package io.github.wsocketrelay.bench;

import java.nio.ByteBuffer;

/**
 * The content of a datagram: flow, sequence number and time, then bytes that follow from these and
 * from the length, so that a datagram altered anywhere, cut or extended is recognised.
 *
 * <pre>| flow i32 | sequence i32 | time i64 | check i64 | more of the same pattern |</pre>
 */
final class DatagramPattern {
  /** Flow, sequence number, time, and the first eight bytes of the pattern. */
  static final int HEADER_BYTES = 24;

  static final int LARGEST_BYTES = 65_507;

  private static final int FLOW = 0;
  private static final int SEQUENCE = 4;
  private static final int TIME = 8;
  private static final int PATTERN = 16;

  private static final long STEP = 0x9e3779b97f4a7c15L; // of SplitMix64
  private static final long MIX = 0xbf58476d1ce4e5b9L;

  private DatagramPattern() {}

  /** Fills the buffer with one datagram, from position 0 to limit {@code bytes}. */
  static void write(ByteBuffer datagram, int flow, int sequence, long time, int bytes) {
    datagram.clear().limit(bytes);
    datagram.putInt(FLOW, flow).putInt(SEQUENCE, sequence).putLong(TIME, time);
    long state = seed(flow, sequence, time, bytes);
    int at = PATTERN;
    for (; at + Long.BYTES <= bytes; at += Long.BYTES) {
      state += STEP;
      datagram.putLong(at, mixed(state));
    }
    long rest = mixed(state + STEP);
    for (; at < bytes; at++) {
      datagram.put(at, (byte) rest);
      rest >>>= Byte.SIZE;
    }
  }

  /** Whether every byte is as it was written; reads from position 0 to the limit. */
  static boolean isIntact(ByteBuffer datagram) {
    int bytes = datagram.limit();
    if (bytes < HEADER_BYTES) {
      return false;
    }
    long state = seed(flow(datagram), sequence(datagram), time(datagram), bytes);
    int at = PATTERN;
    for (; at + Long.BYTES <= bytes; at += Long.BYTES) {
      state += STEP;
      if (datagram.getLong(at) != mixed(state)) {
        return false;
      }
    }
    long rest = mixed(state + STEP);
    for (; at < bytes; at++) {
      if (datagram.get(at) != (byte) rest) {
        return false;
      }
      rest >>>= Byte.SIZE;
    }
    return true;
  }

  static int flow(ByteBuffer datagram) {
    return datagram.getInt(FLOW);
  }

  static int sequence(ByteBuffer datagram) {
    return datagram.getInt(SEQUENCE);
  }

  /** The {@link System#nanoTime()} from which the round trip counts. */
  static long time(ByteBuffer datagram) {
    return datagram.getLong(TIME);
  }

  private static long seed(int flow, int sequence, long time, int bytes) {
    long ids = ((long) flow << Integer.SIZE) | Integer.toUnsignedLong(sequence);
    return mixed(mixed(ids) + mixed(time) * STEP + bytes);
  }

  private static long mixed(long state) {
    long folded = (state ^ (state >>> 30)) * MIX;
    return folded ^ (folded >>> 29);
  }
}
