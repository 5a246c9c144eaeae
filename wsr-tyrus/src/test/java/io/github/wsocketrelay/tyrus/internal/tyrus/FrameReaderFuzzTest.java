package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.glassfish.tyrus.core.MaskingKeyGenerator;

/** The same bytes mean the same frames at either end, however they are cut. */
class FrameReaderFuzzTest {
  private static final MaskingKeyGenerator CLIENT = () -> 0;

  @FuzzTest(maxDuration = "10m")
  void bytesMeanTheSameHoweverTheyAreCut(FuzzedDataProvider data) {
    MaskingKeyGenerator end = data.consumeBoolean() ? CLIENT : null;
    int[] cuts = data.consumeInts(16);
    byte[] bytes = data.consumeRemainingAsBytes();

    Read whole = new Read(end);
    whole.handle(bytes);
    Read cut = new Read(end);
    int at = 0;
    for (int i = 0; at < bytes.length; i++) {
      int most = cuts.length == 0 ? 1 : 1 + (cuts[i % cuts.length] & 0x3f);
      int next = Math.min(bytes.length, at + most);
      cut.handle(Arrays.copyOfRange(bytes, at, next));
      at = next;
    }

    assertThat(cut.messages.toByteArray()).isEqualTo(whole.messages.toByteArray());
    assertThat(cut.passed.toByteArray()).isEqualTo(whole.passed.toByteArray());
    assertThat(whole.messages.size() + whole.passed.size()).isLessThanOrEqualTo(5 * bytes.length);
  }

  /** Takes what one reader hands out. */
  private static final class Read {
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
    private final FrameReader reader;

    Read(MaskingKeyGenerator keys) {
      GrizzlyWire wire = new GrizzlyWire(Connections.toNowhere(), keys);
      wire.deliverTo(
          message -> {
            messages.write(message.remaining());
            drain(message, messages);
          });
      reader = new FrameReader(part -> drain(part, passed), wire, FrameRules.NONE);
    }

    void handle(byte[] bytes) {
      ByteBuffer data = ByteBuffer.wrap(bytes.clone());
      reader.handle(data);
    }

    private static void drain(ByteBuffer from, ByteArrayOutputStream to) {
      while (from.hasRemaining()) {
        to.write(from.get());
      }
    }
  }
}
