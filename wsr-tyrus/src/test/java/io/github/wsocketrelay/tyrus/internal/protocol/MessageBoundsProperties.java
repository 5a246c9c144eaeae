package io.github.wsocketrelay.tyrus.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.testing.OnlyDatagrams;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The decoder reads from the position to the limit, whatever lies around that. */
class MessageBoundsProperties {

  /** Bytes that are a message, or nearly. */
  @Provide
  Arbitrary<byte[]> messages() {
    return Arbitraries.bytes()
        .between((byte) 0, (byte) 3)
        .array(byte[].class)
        .ofMaxSize(60)
        .map(
            bytes -> {
              if (bytes.length > 0) {
                bytes[0] = 1;
              }
              return bytes;
            });
  }

  private static List<String> outcome(
      byte[] message, int before, int after, byte around, boolean direct) {
    int size = before + message.length + after;
    ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    byte[] all = new byte[size];
    Arrays.fill(all, around);
    buffer.put(all).position(before);
    buffer.put(message).flip().position(before);
    List<String> out = new ArrayList<>();
    try {
      MessageDecoder.decode(
          buffer,
          (OnlyDatagrams)
              (channel, flow, payload) -> {
                assertThat(payload.position()).isBetween(before, before + message.length);
                assertThat(payload.limit()).isBetween(before, before + message.length);
                byte[] bytes = new byte[payload.remaining()];
                payload.get(bytes);
                out.add(channel + "/" + flow + ":" + Arrays.toString(bytes));
              });
      assertThat(buffer.position()).isEqualTo(before + message.length);
    } catch (MalformedMessageException e) {
      assertThat(out).isEmpty();
      out.add("malformed");
    }
    assertThat(buffer.limit()).isEqualTo(before + message.length);
    return out;
  }

  @Property
  void whatLiesAroundAMessageChangesNothing(
      @ForAll("messages") byte[] message,
      @ForAll @IntRange(max = 20) int before,
      @ForAll @IntRange(max = 20) int after,
      @ForAll byte around,
      @ForAll boolean direct) {
    assertThat(outcome(message, before, after, around, direct))
        .isEqualTo(outcome(message, 0, 0, (byte) 0, false));
  }
}
