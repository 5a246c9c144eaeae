package io.github.wsocketrelay.tyrus.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MessageEncoderTest {

  private static String hex(ByteBuffer message) {
    byte[] bytes = new byte[message.flip().remaining()];
    message.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void writesTypeThenChannelFlowLengthAndPayloadBigEndian() {
    ByteBuffer message = ByteBuffer.allocate(64);
    MessageEncoder.beginDatagrams(message);
    MessageEncoder.append(message, 0x0102, 0xfffe, ascii("hi!"));
    assertThat(hex(message))
        .isEqualTo(
            "01" // type: DATAGRAMS
                + "0102" // channel 258
                + "fffe" // flow 65,534
                + "0003" // length 3
                + "686921"); // "hi!"
  }

  @Test
  void writesSeveralDatagramsOneAfterAnother() {
    ByteBuffer message = ByteBuffer.allocate(64);
    MessageEncoder.beginDatagrams(message);
    MessageEncoder.append(message, 0, 1, ascii("a"));
    MessageEncoder.append(message, 7, 2, ascii(""));
    assertThat(hex(message))
        .isEqualTo(
            "01" // type: DATAGRAMS
                + "0000"
                + "0001"
                + "0001"
                + "61" // channel 0, flow 1, one byte: "a"
                + "0007"
                + "0002"
                + "0000"); // channel 7, flow 2, empty
  }

  @Test
  void writesTheLargestDatagramIntoTheLargestSingleMessage() {
    ByteBuffer message = ByteBuffer.allocate(MessageFormat.MAX_SINGLE_BYTES);
    MessageEncoder.beginDatagrams(message);
    MessageEncoder.append(message, 1, 0, ByteBuffer.allocate(MessageFormat.MAX_PAYLOAD_BYTES));
    assertThat(message.hasRemaining()).isFalse();
    assertThat(message.getShort(5)).isEqualTo((short) 0xffe3); // length 65,507
  }

  @Test
  void takesThePayloadFromItsPositionToItsLimit() {
    ByteBuffer payload = ascii("abcdef").position(2).limit(4);
    ByteBuffer message = ByteBuffer.allocateDirect(64);
    MessageEncoder.beginDatagrams(message);
    MessageEncoder.append(message, 0, 0, payload);
    assertThat(hex(message)).isEqualTo("01" + "0000" + "0000" + "0002" + "6364");
    assertThat(payload.hasRemaining()).isFalse();
  }

  @Test
  void startsAnewInAUsedBuffer() {
    ByteBuffer message = ByteBuffer.allocate(64);
    MessageEncoder.beginDatagrams(message);
    MessageEncoder.append(message, 1, 1, ascii("old"));
    message.clear();
    MessageEncoder.beginDatagrams(message);
    MessageEncoder.append(message, 2, 2, ascii("n"));
    assertThat(hex(message)).isEqualTo("01" + "0002" + "0002" + "0001" + "6e");
  }

  @Test
  void tellsHowMuchRoomADatagramTakes() {
    assertThat(MessageEncoder.encodedBytes(0)).isEqualTo(6);
    assertThat(MessageEncoder.encodedBytes(65_507)).isEqualTo(65_513);
  }
}
