package io.github.wsocketrelay.tyrus.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BundleAssemblyTest {
  private final List<byte[]> messages = new ArrayList<>();
  private final BundleAssembly assembly =
      new BundleAssembly(
          new LinkHandler() {
            @Override
            public void onText(String text) {}

            @Override
            public void onBinary(ByteBuffer message) {
              byte[] copy = new byte[message.remaining()];
              message.get(copy);
              messages.add(copy);
            }

            @Override
            public void onClosed(int code, String reason) {}
          });

  private void add(boolean last, int... bytes) {
    byte[] part = new byte[bytes.length];
    for (int i = 0; i < part.length; i++) {
      part[i] = (byte) bytes[i];
    }
    assembly.add(ByteBuffer.wrap(part), last);
  }

  @Test
  void handsOnAMessageInOnePieceAsItIs() {
    add(true, 1, 2, 3);
    add(true);
    assertThat(messages).containsExactly(new byte[] {1, 2, 3}, new byte[0]);
  }

  @Test
  void putsPiecesTogetherAndBeginsAnewAfterTheLast() {
    add(false, 1);
    add(false);
    add(false, 2, 3);
    assertThat(messages).isEmpty();
    add(true, 4);
    add(false, 5);
    add(true);
    add(true, 6);
    assertThat(messages).containsExactly(new byte[] {1, 2, 3, 4}, new byte[] {5}, new byte[] {6});
  }

  @Test
  void takesEachPieceFromItsPositionToItsLimitAndKeepsItWhenTheBufferIsUsedAgain() {
    byte[] buffer = {9, 1, 2, 9};
    assembly.add(ByteBuffer.wrap(buffer, 1, 2), false);
    Arrays.fill(buffer, (byte) 7);
    assembly.add(ByteBuffer.wrap(buffer, 2, 1), true);
    assertThat(messages).containsExactly(new byte[] {1, 2, 7});
  }

  @Test
  void putsTheLargestMessageTogetherFromPiecesOfAnySize() {
    byte[] whole = new byte[MessageFormat.MAX_MESSAGE_BYTES];
    long seed = 42;
    Random random = new Random(seed);
    random.nextBytes(whole);
    int at = 0;
    while (at < whole.length) {
      int length = Math.min(1 + random.nextInt(3_000), whole.length - at);
      assembly.add(ByteBuffer.wrap(whole, at, length), at + length == whole.length);
      at += length;
    }
    assertThat(messages).as("seed %d", seed).containsExactly(whole);
  }

  @Test
  void handsOnATooLargeMessageAsSoonAsItIsCutToOneByteTooMany() {
    ByteBuffer part = ByteBuffer.allocate(40_000);
    assembly.add(part.duplicate(), false);
    assertThat(messages).isEmpty();
    assembly.add(part.duplicate(), false);
    assertThat(messages).singleElement().satisfies(BundleAssemblyTest::assertTooLarge);
  }

  private static void assertTooLarge(byte[] message) {
    assertThat(message).hasSize(MessageFormat.MAX_MESSAGE_BYTES + 1);
  }
}
