package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.testing.Allocation;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message costs the heap between the connection's buffer and its receiver: nothing. */
class FrameReaderAllocationTest {
  private static final int READS = 20_000;
  private static final int FRAMES_PER_READ = 3;
  private static final int PAYLOAD_BYTES = 500;
  private static final int KEY = 0x12345678;

  /** One small object for each message would be above. */
  private static final int MOST_BYTES = 8;

  private long received;

  private static ByteBuffer read(boolean masked) {
    ByteBuffer read = ByteBuffer.allocateDirect(FRAMES_PER_READ * (PAYLOAD_BYTES + 8));
    for (int frame = 0; frame < FRAMES_PER_READ; frame++) {
      read.put((byte) 0x82).put((byte) (masked ? 254 : 126)).putShort((short) PAYLOAD_BYTES);
      if (masked) {
        read.putInt(KEY);
      }
      read.position(read.position() + PAYLOAD_BYTES);
    }
    return read.flip();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsAllocatedForMessagesThatAreWholeInWhatWasRead(boolean masked) throws Exception {
    GrizzlyWire wire = new GrizzlyWire(Connections.toNowhere(), masked ? null : () -> 0);
    wire.deliverTo(message -> received += message.remaining());
    FrameReader reader =
        new FrameReader(
            part -> {
              throw new AssertionError("not for Tyrus");
            },
            wire,
            FrameRules.NONE);
    ByteBuffer read = read(masked);
    long bytes =
        Allocation.bytesOf(
            () -> {
              for (int i = 0; i < READS; i++) {
                reader.handle(read.rewind());
              }
            });
    assertThat(bytes / READS / FRAMES_PER_READ).isLessThan(MOST_BYTES);
    assertThat(received).isEqualTo(2L * READS * FRAMES_PER_READ * PAYLOAD_BYTES);
  }
}
