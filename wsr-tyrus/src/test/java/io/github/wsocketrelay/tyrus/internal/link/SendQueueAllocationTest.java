package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.testing.Allocation;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a datagram costs the heap on its way through the queue: nothing. */
class SendQueueAllocationTest {
  private static final int DATAGRAMS = 20_000;
  private static final int PAYLOAD_BYTES = 1_200;
  private static final int FLOWS = 8;

  /** One small object for each would be above. */
  private static final int MOST_BYTES = 8;

  private final FakeLink link = FakeLink.open().forgetful();
  private final SendQueue queue = new SendQueue(link, new TrafficCounters(), Ticker.SYSTEM);
  private final ByteBuffer payload = ByteBuffer.allocate(PAYLOAD_BYTES);

  /** Datagrams of as many flows and tunnels wait together for each message. */
  private void send(int together) {
    for (int i = 0; i < DATAGRAMS; i++) {
      queue.datagram(i % 4, i % FLOWS, payload.rewind());
      if (i % together == together - 1) {
        queue.flush();
        queue.acknowledged(link.binaryBytes(), 0, 0);
      }
    }
  }

  @Test
  void nothingIsAllocatedForWhatFindsAFullQueue() throws Exception {
    link.stall();
    queue.control("{}"); // What is being written.
    queue.flush();
    long bytes =
        Allocation.bytesOf(
            () -> {
              for (int i = 0; i < DATAGRAMS; i++) {
                queue.datagram(i % 4, i % FLOWS, payload.rewind());
              }
            });
    assertThat(bytes / DATAGRAMS).isLessThan(MOST_BYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, FLOWS, 5 * FLOWS})
  void nothingIsAllocated(int together) throws Exception {
    long bytes = Allocation.bytesOf(() -> send(together));
    assertThat(bytes / DATAGRAMS).isLessThan(MOST_BYTES);
    assertThat(link.binaryBytes()).isGreaterThan(2L * DATAGRAMS * PAYLOAD_BYTES);
  }
}
