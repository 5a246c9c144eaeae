package io.github.wsocketrelay.tyrus.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.testing.OnlyDatagrams;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MessageCodecProperties {
  record Datagram(int channel, int flow, List<Byte> payload) {}

  @Provide
  Arbitrary<List<Datagram>> bundles() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, MessageFormat.MAX_NUMBER);
    Arbitrary<List<Byte>> payloads = Arbitraries.bytes().list().ofMaxSize(300);
    return Combinators.combine(numbers, numbers, payloads)
        .as(Datagram::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }

  /** Bytes that often begin like a message, so that the search gets past the type. */
  @Provide
  Arbitrary<byte[]> messages() {
    Arbitrary<Byte> small = Arbitraries.bytes().between((byte) 0, (byte) 3);
    Arbitrary<byte[]> bytes =
        Arbitraries.oneOf(
            Arbitraries.bytes().list().ofMaxSize(200).map(MessageCodecProperties::array),
            small.list().ofMaxSize(60).map(MessageCodecProperties::array));
    return Arbitraries.oneOf(
        bytes,
        bytes.map(rest -> ByteBuffer.allocate(1 + rest.length).put((byte) 1).put(rest).array()),
        bytes.map(
            rest ->
                ByteBuffer.allocate(18 + rest.length)
                    .put((byte) 2)
                    .put(17, (byte) 1)
                    .put(18, rest)
                    .array()));
  }

  private static byte[] array(List<Byte> bytes) {
    byte[] array = new byte[bytes.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = bytes.get(i);
    }
    return array;
  }

  private static List<Datagram> decode(ByteBuffer message) throws MalformedMessageException {
    List<Datagram> out = new ArrayList<>();
    MessageDecoder.decode(
        message,
        (OnlyDatagrams)
            (channel, flow, payload) -> {
              List<Byte> bytes = new ArrayList<>();
              while (payload.hasRemaining()) {
                bytes.add(payload.get());
              }
              out.add(new Datagram(channel, flow, bytes));
            });
    return out;
  }

  private static ByteBuffer encode(List<Datagram> bundle) {
    ByteBuffer message = ByteBuffer.allocate(20 * 306 + 1);
    MessageEncoder.beginDatagrams(message);
    for (Datagram datagram : bundle) {
      MessageEncoder.append(
          message, datagram.channel(), datagram.flow(), ByteBuffer.wrap(array(datagram.payload())));
    }
    return message.flip();
  }

  /** Encodes what was decoded. */
  private static final class Encoding implements MessageHandler {
    private final ByteBuffer again;
    private boolean begun;

    Encoding(ByteBuffer again) {
      this.again = again;
    }

    @Override
    public void onDatagram(int channel, int flow, ByteBuffer payload) {
      if (!begun) {
        MessageEncoder.beginDatagrams(again);
        begun = true;
      }
      MessageEncoder.append(again, channel, flow, payload);
    }

    @Override
    public void onAcknowledgement(long received, long holdMicros, int clockMicros) {
      MessageEncoder.acknowledge(again, received, holdMicros, clockMicros);
    }
  }

  @Property
  void whatIsEncodedIsDecodedUnchanged(@ForAll("bundles") List<Datagram> bundle) throws Exception {
    assertThat(decode(encode(bundle))).isEqualTo(bundle);
  }

  @Property
  void anyBytesAreDecodedOrRefusedAsMalformed(@ForAll("messages") byte[] bytes) {
    ByteBuffer again = ByteBuffer.allocate(bytes.length);
    try {
      MessageDecoder.decode(ByteBuffer.wrap(bytes), new Encoding(again));
    } catch (MalformedMessageException refused) {
      return;
    }
    assertThat(again.array()).isEqualTo(bytes); // There is one way to write a message.
  }
}
