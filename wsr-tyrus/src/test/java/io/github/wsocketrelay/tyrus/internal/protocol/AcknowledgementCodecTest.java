package io.github.wsocketrelay.tyrus.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Acknowledgements, alone and with datagrams behind them: docs/protocol.md, section 8. */
class AcknowledgementCodecTest {
  private static final String ALONE =
      "02" // type: ACKNOWLEDGEMENT
          + "0000000000001000" // 4,096 bytes received
          + "000003e8" // the newest of them 1,000 µs ago
          + "001e8480"; // at 2,000,000 µs on the receiver's clock

  /** The example in docs/protocol.md. */
  private static final String WITH_A_DATAGRAM =
      ALONE
          + "01" // type: DATAGRAMS
          + "0000" // channel 0
          + "0102" // flow 258
          + "0005" // length 5
          + "68656c6c6f"; // "hello"

  /** Keeps what it is handed. */
  private static final class Recording implements MessageHandler {
    final List<String> calls = new ArrayList<>();

    @Override
    public void onDatagram(int channel, int flow, ByteBuffer payload) {
      calls.add(channel + "/" + flow + ":" + StandardCharsets.UTF_8.decode(payload));
    }

    @Override
    public void onAcknowledgement(long received, long holdMicros, int clockMicros) {
      calls.add("%d received, %d µs ago, at %d".formatted(received, holdMicros, clockMicros));
    }
  }

  private final Recording handedOut = new Recording();

  private boolean decode(String hex) throws MalformedMessageException {
    return MessageDecoder.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), handedOut);
  }

  private void assertMalformed(String hex, String why) {
    assertThatThrownBy(() -> decode(hex))
        .as(hex)
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining(why);
    assertThat(handedOut.calls).isEmpty();
  }

  private static String hex(ByteBuffer message) {
    byte[] bytes = new byte[message.flip().remaining()];
    message.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void writesTheExampleOfTheProtocol() {
    ByteBuffer message = ByteBuffer.allocate(64);
    MessageEncoder.acknowledge(message, 4_096, 1_000, 2_000_000);
    assertThat(message.position()).isEqualTo(MessageFormat.ACKNOWLEDGEMENT_BYTES);
    MessageEncoder.beginDatagrams(message);
    MessageEncoder.append(
        message, 0, 258, ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
    assertThat(hex(message)).isEqualTo(WITH_A_DATAGRAM);
  }

  @Test
  void readsTheExampleOfTheProtocolAcknowledgementFirst() throws Exception {
    assertThat(decode(WITH_A_DATAGRAM)).isTrue();
    assertThat(handedOut.calls)
        .containsExactly("4096 received, 1000 µs ago, at 2000000", "0/258:hello");
  }

  @Test
  void tellsThatAnAcknowledgementAloneCarriesNoDatagrams() throws Exception {
    assertThat(decode(ALONE)).isFalse();
    assertThat(handedOut.calls).containsExactly("4096 received, 1000 µs ago, at 2000000");
  }

  @Test
  void readsTheHoldUnsignedAndTheClockAsItWraps() throws Exception {
    decode("02" + "7fffffffffffffff" + "ffffffff" + "ffffffff");
    assertThat(handedOut.calls)
        .containsExactly("9223372036854775807 received, 4294967295 µs ago, at -1");
  }

  @Test
  void cutsAHoldThatDoesNotFit() {
    ByteBuffer message = ByteBuffer.allocate(17);
    MessageEncoder.acknowledge(message, 1, 0x1_0000_0000L, 0);
    assertThat(hex(message)).isEqualTo("02" + "0000000000000001" + "ffffffff" + "00000000");
  }

  @Test
  void handsOutNothingOfAMessageThatIsCutAtAnyByte() {
    for (int bytes = 0; bytes < WITH_A_DATAGRAM.length() / 2; bytes++) {
      if (bytes != ALONE.length() / 2) { // This prefix is a whole message.
        assertMalformed(WITH_A_DATAGRAM.substring(0, 2 * bytes), "cut off");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "03", "7f", "80", "ff"})
  void refusesAnotherTypeBehindIt(String type) {
    assertMalformed(ALONE + type, "0x" + Integer.toHexString(Integer.parseInt(type, 16)));
    assertMalformed(
        ALONE + type + "000001020000", "0x" + Integer.toHexString(Integer.parseInt(type, 16)));
  }

  @Test
  void refusesASecondAcknowledgement() {
    assertMalformed(ALONE + ALONE, "0x2");
    assertMalformed(ALONE + WITH_A_DATAGRAM, "0x2");
  }

  @Test
  void refusesAnAcknowledgementBehindDatagrams() {
    assertMalformed("01" + "000001020000" + ALONE, "");
  }

  @Test
  void refusesBytesBehindTheDatagrams() {
    assertMalformed(WITH_A_DATAGRAM + "00", "datagram header");
  }

  @Test
  void whatTheHandlerRefusesEndsTheReading() {
    List<String> datagrams = new ArrayList<>();
    MessageHandler refusing =
        new MessageHandler() {
          @Override
          public void onDatagram(int channel, int flow, ByteBuffer payload) {
            datagrams.add("one");
          }

          @Override
          public void onAcknowledgement(long received, long holdMicros, int clockMicros)
              throws MalformedMessageException {
            throw new MalformedMessageException("cannot be true");
          }
        };
    ByteBuffer message = ByteBuffer.wrap(HexFormat.of().parseHex(WITH_A_DATAGRAM));
    assertThatThrownBy(() -> MessageDecoder.decode(message, refusing))
        .hasMessageContaining("cannot be true");
    assertThat(datagrams).isEmpty();
  }

  @Property
  void whatIsEncodedIsDecodedUnchanged(
      @ForAll long received,
      @ForAll @LongRange(max = 0xffff_ffffL) long holdMicros,
      @ForAll int clockMicros)
      throws Exception {
    ByteBuffer message = ByteBuffer.allocate(17);
    MessageEncoder.acknowledge(message, received, holdMicros, clockMicros);
    Recording decoded = new Recording();
    assertThat(MessageDecoder.decode(message.flip(), decoded)).isFalse();
    assertThat(decoded.calls)
        .containsExactly(
            "%d received, %d µs ago, at %d".formatted(received, holdMicros, clockMicros));
  }
}
