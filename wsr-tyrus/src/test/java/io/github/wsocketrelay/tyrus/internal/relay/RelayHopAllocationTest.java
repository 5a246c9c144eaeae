package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.protocol.MessageEncoder;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import io.github.wsocketrelay.tyrus.internal.testing.Allocation;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a datagram costs the relay's heap from one link to the other: nothing. */
class RelayHopAllocationTest {
  private static final int MESSAGES = 20_000;
  private static final int PAYLOAD_BYTES = 500;

  /** One small object for each datagram would be above. */
  private static final int MOST_BYTES = 8;

  private final TestRelay relay = new TestRelay();
  private final FakeLink exposer = relay.registered(1);
  private final FakeLink connector = relay.opened(exposer, 1);
  private final ByteBuffer acknowledgement =
      ByteBuffer.allocate(MessageFormat.ACKNOWLEDGEMENT_BYTES);

  private static ByteBuffer messageOf(int datagrams) {
    int bytes = MessageEncoder.encodedBytes(PAYLOAD_BYTES) * datagrams;
    ByteBuffer message = ByteBuffer.allocate(MessageFormat.TYPE_BYTES + bytes);
    MessageEncoder.beginDatagrams(message);
    for (int flow = 0; flow < datagrams; flow++) {
      MessageEncoder.append(message, 0, flow, ByteBuffer.allocate(PAYLOAD_BYTES));
    }
    return message.flip();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void nothingIsAllocated(int datagrams) throws Exception {
    ByteBuffer message = messageOf(datagrams);
    exposer.forgetful();
    connector.forgetful();
    long bytes =
        Allocation.bytesOf(
            () -> {
              for (int i = 0; i < MESSAGES; i++) {
                connector.receive(message.rewind());
                acknowledgeAll();
              }
            });
    assertThat(bytes / MESSAGES / datagrams).isLessThan(MOST_BYTES);
    assertThat(exposer.binaryBytes())
        .as("all of it went out")
        .isGreaterThan(2L * MESSAGES * datagrams * PAYLOAD_BYTES);
  }

  private void acknowledgeAll() {
    acknowledgement.clear();
    MessageEncoder.acknowledge(acknowledgement, exposer.binaryBytes(), 0, 0);
    exposer.receive(acknowledgement.flip());
  }
}
