package io.github.wsocketrelay.tyrus.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Parts come out as one message, of which never more is kept than one byte beyond the bound. */
class BundleAssemblyFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void partsComeOutAsOneMessageOrAsOneThatIsSeenToBeTooLarge(FuzzedDataProvider data) {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    Whole whole = new Whole();
    BundleAssembly assembly = new BundleAssembly(whole);
    for (int parts = 0; data.remainingBytes() > 0 && parts < 64 && whole.bytes == null; parts++) {
      byte[] part = new byte[data.consumeInt(0, 40_000)];
      if (part.length > 0) {
        part[part.length - 1] = data.consumeByte();
      }
      boolean last = data.consumeBoolean();
      sent.writeBytes(part);
      assembly.add(ByteBuffer.wrap(part), last);
      boolean tooLarge = parts > 0 && sent.size() >= BundleAssembly.MAX_BYTES;
      if (!last && !tooLarge && sent.size() < BundleAssembly.MAX_BYTES) {
        assertThat(whole.bytes).isNull();
      } else if (sent.size() < BundleAssembly.MAX_BYTES) {
        assertThat(whole.bytes).isEqualTo(sent.toByteArray());
      } else {
        assertThat(whole.bytes).hasSizeBetween(BundleAssembly.MAX_BYTES, sent.size());
      }
    }
  }

  private static final class Whole implements LinkHandler {
    private byte[] bytes;

    @Override
    public void onBinary(ByteBuffer message) {
      assertThat(bytes).isNull();
      bytes = new byte[message.remaining()];
      message.get(bytes);
    }

    @Override
    public void onText(String text) {
      throw new AssertionError();
    }

    @Override
    public void onClosed(int code, String reason) {
      throw new AssertionError();
    }
  }
}
