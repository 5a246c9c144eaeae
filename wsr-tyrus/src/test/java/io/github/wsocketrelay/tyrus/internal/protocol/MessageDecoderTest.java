package io.github.wsocketrelay.tyrus.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wsocketrelay.tyrus.internal.testing.OnlyDatagrams;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDecoderTest {
  private static final String TWO_DATAGRAMS =
      "01" // type: DATAGRAMS
          + "0102"
          + "fffe"
          + "0003"
          + "686921" // channel 258, flow 65,534, three bytes: "hi!"
          + "0000"
          + "0001"
          + "0001"
          + "61"; // channel 0, flow 1, one byte: "a"

  private final List<String> handedOut = new ArrayList<>();

  private void decode(ByteBuffer message) throws MalformedMessageException {
    MessageDecoder.decode(
        message,
        (OnlyDatagrams)
            (channel, flow, payload) ->
                handedOut.add(
                    channel + "/" + flow + ":" + StandardCharsets.ISO_8859_1.decode(payload)));
  }

  private void decode(String hex) throws MalformedMessageException {
    decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  private void assertMalformed(String hex, String why) {
    assertThatThrownBy(() -> decode(hex))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining(why);
    assertThat(handedOut).isEmpty();
  }

  @Test
  void handsOutEachDatagramWithItsChannelAndFlow() throws Exception {
    decode(TWO_DATAGRAMS);
    assertThat(handedOut).containsExactly("258/65534:hi!", "0/1:a");
  }

  @Test
  void handsOutAnEmptyDatagram() throws Exception {
    decode("01" + "0001" + "0002" + "0000");
    assertThat(handedOut).containsExactly("1/2:");
  }

  @Test
  void handsOutTheLargestDatagram() throws Exception {
    ByteBuffer message = ByteBuffer.allocate(MessageFormat.MAX_SINGLE_BYTES);
    MessageEncoder.beginDatagrams(message);
    MessageEncoder.append(message, 1, 2, ByteBuffer.allocate(MessageFormat.MAX_PAYLOAD_BYTES));
    decode(message.flip());
    assertThat(handedOut).singleElement().asString().hasSize(4 + 65_507);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsFromThePositionToTheLimitOfAnyBuffer(boolean direct) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(TWO_DATAGRAMS);
    int room = bytes.length + 8;
    ByteBuffer message = direct ? ByteBuffer.allocateDirect(room) : ByteBuffer.allocate(room);
    message.position(5).put(bytes).flip().position(5);
    decode(message);
    assertThat(handedOut).containsExactly("258/65534:hi!", "0/1:a");
    assertThat(message.hasRemaining()).isFalse();
  }

  @Test
  void readsASliceOfALargerArray() throws Exception {
    byte[] bytes = HexFormat.of().parseHex("ffff" + TWO_DATAGRAMS + "ff");
    decode(ByteBuffer.wrap(bytes, 2, bytes.length - 3).slice());
    assertThat(handedOut).hasSize(2);
  }

  @Test
  void goesOnWithTheNextDatagramWhateverTheHandlerReads() throws Exception {
    List<Integer> flows = new ArrayList<>();
    MessageDecoder.decode(
        ByteBuffer.wrap(HexFormat.of().parseHex(TWO_DATAGRAMS)),
        (OnlyDatagrams) (channel, flow, payload) -> flows.add(flow)); // reads nothing of it
    assertThat(flows).containsExactly(65_534, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01000000000000", // an empty datagram
        "01000100020003686921", // three bytes
        TWO_DATAGRAMS
      })
  void handsOutNothingOfAMessageThatIsCutOffInsideADatagram(String hex) {
    byte[] whole = HexFormat.of().parseHex(hex);
    int firstEnd = 7 + (((whole[5] & 0xff) << 8) | (whole[6] & 0xff));
    for (int length = 0; length < whole.length; length++) {
      if (length == firstEnd) {
        continue; // This prefix is a whole message with the first datagram only.
      }
      ByteBuffer prefix = ByteBuffer.wrap(whole, 0, length);
      assertThatThrownBy(() -> decode(prefix))
          .as("the first %d bytes", length)
          .isInstanceOf(MalformedMessageException.class);
      assertThat(handedOut).isEmpty();
    }
  }

  @Test
  void refusesAMessageOfNoBytes() {
    assertMalformed("", "message type");
  }

  @Test
  void refusesABundleWithoutADatagram() {
    assertMalformed("01", "datagram header");
  }

  @Test
  void refusesBytesThatFollowTheLastDatagram() {
    assertMalformed(TWO_DATAGRAMS + "00", "datagram header");
  }

  @Test
  void refusesALengthPastTheEnd() {
    assertMalformed("01" + "0001" + "0002" + "0004" + "686921", "payload");
  }

  @Test
  void handsOutNothingWhenOnlyTheLastDatagramIsMalformed() {
    assertMalformed(TWO_DATAGRAMS + "0000" + "0001" + "0009" + "61", "payload");
  }

  @Test
  void refusesADatagramThatUdpCannotCarry() {
    String length = "ffe4"; // 65,508
    assertMalformed("01" + "0001" + "0002" + length + "00".repeat(65_508), "65508 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "03", "7f", "80", "ff"})
  void refusesAnUnknownTypeByItsNumber(String type) {
    assertMalformed(
        type + TWO_DATAGRAMS.substring(2), "0x" + Integer.toHexString(Integer.parseInt(type, 16)));
  }
}
