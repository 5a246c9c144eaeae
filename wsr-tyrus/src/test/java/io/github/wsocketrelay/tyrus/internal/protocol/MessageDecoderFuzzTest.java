package io.github.wsocketrelay.tyrus.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/** A message is refused whole, or encodes again to the very bytes that it was. */
class MessageDecoderFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void messageIsRefusedWholeOrEncodesToItself(byte[] input) {
    Again again = new Again(input.length);
    try {
      boolean carries = MessageDecoder.decode(ByteBuffer.wrap(input.clone()), again);
      assertThat(carries).isEqualTo(again.carries);
      assertThat(again.bytes.flip()).isEqualTo(ByteBuffer.wrap(input));
    } catch (MalformedMessageException e) {
      assertThat(again.bytes.position()).isZero();
      assertThat(e.getMessage().chars()).noneMatch(Character::isISOControl);
    }
  }

  /** Writes down what it is handed. */
  private static final class Again implements MessageHandler {
    private final ByteBuffer bytes;
    private boolean carries;

    Again(int size) {
      this.bytes = ByteBuffer.allocate(size);
    }

    @Override
    public void onDatagram(int channel, int flow, ByteBuffer payload) {
      if (!carries) {
        MessageEncoder.beginDatagrams(bytes);
        carries = true;
      }
      MessageEncoder.append(bytes, channel, flow, payload);
    }

    @Override
    public void onAcknowledgement(long received, long holdMicros, int clockMicros) {
      MessageEncoder.acknowledge(bytes, received, holdMicros, clockMicros);
    }
  }
}
