package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private static final int[] LENGTHS = {0, 1, 3, 4, 7, 8, 9, 125, 126, 127, 300, 65_535, 65_536};

  private final List<String> binaries = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final GrizzlyWire atRelay = new GrizzlyWire(Connections.toNowhere(), null);
  private final GrizzlyWire atSide = new GrizzlyWire(Connections.toNowhere(), () -> 0);
  private final FrameReader relay = reader(atRelay); // which takes masked frames only
  private final FrameReader side = reader(atSide); // which takes frames without a mask only

  private FrameReader reader(GrizzlyWire wire) {
    return new FrameReader(
        part -> {
          while (part.hasRemaining()) {
            out.write(part.get());
          }
        },
        wire,
        FrameRules.NONE);
  }

  private void takeBinaries() {
    takeBinaries(atRelay);
    takeBinaries(atSide);
  }

  private void takeBinaries(GrizzlyWire wire) {
    wire.deliverTo(
        message -> {
          byte[] bytes = new byte[message.remaining()];
          message.get(bytes);
          binaries.add(HexFormat.of().formatHex(bytes));
        });
  }

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

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Bytes in pieces of random sizes. */
  private static void handle(FrameReader reader, byte[] bytes, Random random, int most) {
    for (int at = 0; at < bytes.length; ) {
      int some = Math.min(1 + random.nextInt(most), bytes.length - at);
      reader.handle(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, at + some)));
      at += some;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 13, 100, 1_000, 1_000_000})
  void handsOutBinaryMessagesAndTyrusTheRestHoweverFramesAreCut(int most) {
    takeBinaries();
    for (boolean masked : new boolean[] {false, true}) {
      binaries.clear();
      out.reset();
      handsOutBinaryMessagesAndTyrusTheRest(masked, new Random(most), most);
    }
  }

  private void handsOutBinaryMessagesAndTyrusTheRest(boolean masked, Random random, int most) {
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    List<String> messages = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (int length : LENGTHS) {
        byte[] key = masked ? random(random, 4) : new byte[0];
        byte[] message = random(random, length + 1);
        in.writeBytes(frame(0x82, message, key));
        messages.add(HexFormat.of().formatHex(message));
        for (int first : new int[] {0x81, 0x89, 0x02, 0x8a, 0x80, 0x82 | 0x40}) {
          byte[] payload = random(random, Math.min(length, 125));
          in.writeBytes(frame(first, payload, key));
          rest.writeBytes(frame(first, payload, new byte[0]));
        }
      }
    }
    handle(masked ? relay : side, in.toByteArray(), random, most);
    assertThat(binaries).isEqualTo(messages);
    assertThat(out.toByteArray()).isEqualTo(rest.toByteArray());
  }

  @Test
  void leavesToTyrusWhatComesAmongFragmentsAndIsTooLargeOrEmpty() {
    takeBinaries();
    byte[] none = {};
    byte[] too = new byte[MessageFormat.MAX_MESSAGE_BYTES + 1];
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    in.writeBytes(frame(0x02, new byte[] {1}, none));
    in.writeBytes(frame(0x82, new byte[] {2}, none)); // which Tyrus refuses
    in.writeBytes(frame(0x80, new byte[] {3}, none));
    in.writeBytes(frame(0x82, too, none));
    in.writeBytes(frame(0x82, none, none));
    side.handle(ByteBuffer.wrap(in.toByteArray()));
    assertThat(binaries).isEmpty();
    assertThat(out.toByteArray()).isEqualTo(in.toByteArray());
  }

  @Test
  void whatIsLeftOfABufferIsReadWhateverTheReceiverDoesToIt() {
    atSide.deliverTo(message -> message.position(message.limit()).limit(0));
    byte[] two = new byte[2 * 5];
    System.arraycopy(frame(0x82, new byte[] {1, 2, 3}, new byte[0]), 0, two, 0, 5);
    System.arraycopy(frame(0x82, new byte[] {4, 5, 6}, new byte[0]), 0, two, 5, 5);
    ByteBuffer data = ByteBuffer.wrap(two);
    side.handle(data);
    assertThat(data.hasRemaining()).isFalse();
    assertThat(out.toByteArray()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 66_000})
  void aHeaderThatIsPutBeforeAMessageIsReadAgain(int length) {
    takeBinaries();
    for (boolean masked : new boolean[] {false, true}) {
      byte[] payload = random(new Random(length), length);
      ByteBuffer message = ByteBuffer.allocate(FrameHeader.MAX_BYTES + length);
      message.position(FrameHeader.MAX_BYTES).put(payload).flip().position(FrameHeader.MAX_BYTES);
      if (masked) {
        FrameHeader.putBefore(message, 0x01020384);
      } else {
        FrameHeader.putBefore(message);
      }
      byte[] expected = frame(0x82, payload, masked ? new byte[] {1, 2, 3, -124} : new byte[0]);
      byte[] written = new byte[message.remaining()];
      message.get(written);
      assertThat(written).isEqualTo(expected);
    }
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
        relay.handle(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, at + some)));
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
    side.handle(ByteBuffer.wrap(frame.clone()));
    assertThat(out.toByteArray()).isEqualTo(frame);
  }

  @Test
  void readsFromTheMiddleOfABuffer() {
    byte[] frame = frame(0x82, new byte[] {1, 2, 3, 4, 5}, new byte[] {9, 8, 7, 6});
    byte[] larger = new byte[frame.length + 10];
    System.arraycopy(frame, 0, larger, 5, frame.length);
    relay.handle(ByteBuffer.wrap(larger, 5, frame.length));
    assertThat(out.toByteArray()).isEqualTo(frame(0x82, new byte[] {1, 2, 3, 4, 5}, new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(longs = {FrameReader.MOST_PAYLOAD_BYTES + 1, 1L << 31, 1L << 32, 1L << 62, -1})
  void refusesALengthThatTyrusCouldNotKeepAndReadsNothingOfIt(long length) {
    takeBinaries();
    for (int first : new int[] {0x81, 0x82, 0x01, 0x02}) {
      out.reset();
      FrameReader reader = reader(atSide);
      ByteBuffer frame = ByteBuffer.allocate(16).put((byte) first).put((byte) 127).putLong(length);
      reader.handle(frame.put(new byte[6]).flip());
      assertThat(out.toByteArray()).as("what Tyrus closes for").containsExactly(0x8f, 0);
    }
    assertThat(binaries).isEmpty();
  }

  @Test
  void handsOnTheLongestFrameThatTyrusCanKeep() {
    byte[] frame = frame(0x81, new byte[(int) FrameReader.MOST_PAYLOAD_BYTES], new byte[0]);
    side.handle(ByteBuffer.wrap(frame.clone()));
    assertThat(out.toByteArray()).isEqualTo(frame);
  }

  @Test
  void refusesALengthThatIsNotToldInTheFewestBytes() {
    takeBinaries();
    for (byte[] length :
        List.of(
            new byte[] {126, 0, 1},
            new byte[] {126, 0, 125},
            new byte[] {127, 0, 0, 0, 0, 0, 0, 0, 1},
            new byte[] {127, 0, 0, 0, 0, 0, 0, -1, -1})) {
      out.reset();
      ByteBuffer frame = ByteBuffer.allocate(200).put((byte) 0x82).put(length);
      reader(atSide).handle(frame.put(new byte[125]).flip());
      assertThat(out.toByteArray()).as("what Tyrus closes for").containsExactly(0x8f, 0);
    }
    assertThat(binaries).isEmpty();
  }

  @ParameterizedTest(name = "masked at a side: {0}")
  @ValueSource(booleans = {false, true})
  void refusesAMaskThatLacksOrHasNoPlaceAndReadsNothingMore(boolean masked) {
    takeBinaries();
    FrameReader reader = masked ? side : relay;
    byte[] right = masked ? new byte[0] : new byte[] {1, 2, 3, 4};
    byte[] wrong = masked ? new byte[] {1, 2, 3, 4} : new byte[0];
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    in.writeBytes(frame(0x82, new byte[] {1}, right));
    in.writeBytes(frame(0x82, new byte[] {2}, wrong));
    in.writeBytes(frame(0x82, new byte[] {3}, right));
    reader.handle(ByteBuffer.wrap(in.toByteArray()));
    reader.handle(ByteBuffer.wrap(frame(0x82, new byte[] {4}, right)));
    assertThat(binaries).containsExactly("01");
    assertThat(out.toByteArray()).as("what Tyrus closes for").containsExactly(0x8f, 0);
  }
}
