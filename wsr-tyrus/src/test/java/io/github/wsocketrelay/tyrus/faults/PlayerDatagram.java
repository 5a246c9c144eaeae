package io.github.wsocketrelay.tyrus.faults;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * What a player sends: {@code player u32 | number u64 | filling | checksum u32}. Size and filling
 * follow from the seed, the player and the number, so that an echo can be compared byte for byte.
 */
final class PlayerDatagram {
  private static final int HEADER_BYTES = Integer.BYTES + Long.BYTES;
  private static final int LEAST_BYTES = HEADER_BYTES + Integer.BYTES;
  private static final int MOST_FILLING_BYTES = 400;
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private PlayerDatagram() {}

  static ByteBuffer make(long seed, int player, long number) {
    SplittableRandom random = new SplittableRandom(seed + player * GOLDEN_GAMMA + number);
    byte[] filling = new byte[random.nextInt(MOST_FILLING_BYTES)];
    random.nextBytes(filling);
    ByteBuffer datagram =
        ByteBuffer.allocate(LEAST_BYTES + filling.length)
            .putInt(player)
            .putLong(number)
            .put(filling);
    return datagram.putInt(checksum(datagram.array(), datagram.position())).flip();
  }

  /** Whether it is one that some player has sent. */
  static boolean isWhole(ByteBuffer datagram) {
    int end = datagram.limit() - Integer.BYTES;
    if (end < HEADER_BYTES) {
      return false;
    }
    byte[] covered = new byte[end];
    datagram.get(0, covered);
    return datagram.getInt(end) == checksum(covered, end);
  }

  static int player(ByteBuffer datagram) {
    return datagram.getInt(0);
  }

  static long number(ByteBuffer datagram) {
    return datagram.getLong(Integer.BYTES);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
