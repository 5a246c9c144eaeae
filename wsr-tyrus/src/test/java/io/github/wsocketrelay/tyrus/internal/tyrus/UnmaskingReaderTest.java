package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnmaskingReaderTest {
  private static final int[] LENGTHS = {0, 1, 3, 4, 7, 8, 9, 125, 126, 127, 300, 65_535, 65_536};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final UnmaskingReader reader =
      new UnmaskingReader(
          part -> {
            while (part.hasRemaining()) {
              out.write(part.get());
            }
          });

  private static byte[] frame(int first, byte[] payload, byte[] key) {
    int mask = key.length == 0 ? 0 : 0x80;
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (mask | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (mask | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (mask | 127)).putLong(payload.length);
    }
    frame.put(key);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ (key.length == 0 ? 0 : key[i % 4])));
    }
    return Arrays.copyOf(frame.array(), frame.position());
  }

  @Test
  void takesTheMaskOffHoweverFramesAreCut() {
    Random random = new Random(7);
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (int length : LENGTHS) {
      byte[] payload = new byte[length];
      byte[] key = new byte[4];
      random.nextBytes(payload);
      random.nextBytes(key);
      in.writeBytes(frame(0x82, payload, key));
      expected.writeBytes(frame(0x82, payload, new byte[0]));
    }
    byte[] bytes = in.toByteArray();
    for (int most : new int[] {1, 2, 3, 5, 13, 100, 1_000, bytes.length}) {
      out.reset();
      for (int at = 0; at < bytes.length; ) {
        int some = Math.min(1 + random.nextInt(most), bytes.length - at);
        reader.handle(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, at + some)));
        at += some;
      }
      assertThat(out.toByteArray())
          .as("cut after at most %d", most)
          .isEqualTo(expected.toByteArray());
    }
  }

  @Test
  void leavesFramesThatHaveNoMask() {
    byte[] frame = frame(0x81, new byte[] {1, 2, 3}, new byte[0]);
    reader.handle(ByteBuffer.wrap(frame.clone()));
    assertThat(out.toByteArray()).isEqualTo(frame);
  }

  @Test
  void readsFromTheMiddleOfABuffer() {
    byte[] frame = frame(0x82, new byte[] {1, 2, 3, 4, 5}, new byte[] {9, 8, 7, 6});
    byte[] larger = new byte[frame.length + 10];
    System.arraycopy(frame, 0, larger, 5, frame.length);
    reader.handle(ByteBuffer.wrap(larger, 5, frame.length));
    assertThat(out.toByteArray()).isEqualTo(frame(0x82, new byte[] {1, 2, 3, 4, 5}, new byte[0]));
  }

  @Test
  void handsALengthThatCannotBeOnToTyrus() {
    ByteBuffer frame = ByteBuffer.allocate(16).put((byte) 0x82).put((byte) 0xff).putLong(-1);
    reader.handle(frame.putInt(0).putShort((short) 0).flip());
    assertThat(Arrays.copyOf(out.toByteArray(), 3)).containsExactly(0x82, 0x7f, 0xff);
  }
}
