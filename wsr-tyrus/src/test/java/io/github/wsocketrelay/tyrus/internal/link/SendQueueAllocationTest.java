package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a datagram costs the heap on its way through the queue: nothing. */
class SendQueueAllocationTest {
  private static final int DATAGRAMS = 20_000;
  private static final int PAYLOAD_BYTES = 1_200;
  private static final int FLOWS = 8;

  /** One small object for each would be above. */
  private static final int MOST_BYTES = 8;

  /** Takes everything at once, and keeps nothing. */
  private static final class Void implements Link {
    long bytes;

    @Override
    public void sendText(String text, Completion completion) {
      completion.done(null);
    }

    @Override
    public void sendBinary(ByteBuffer message, Completion completion) {
      bytes += message.remaining();
      completion.done(null);
    }

    @Override
    public void close(int code, String reason) {}

    @Override
    public void abort(String reason) {}

    @Override
    public InetSocketAddress remoteAddress() {
      return InetSocketAddress.createUnresolved("peer", 1);
    }
  }

  private final Void link = new Void();
  private final SendQueue queue = new SendQueue(link, new TrafficCounters(), Ticker.SYSTEM);
  private final ByteBuffer payload = ByteBuffer.allocate(PAYLOAD_BYTES);

  /** Datagrams of as many flows and tunnels wait together for each message. */
  private void send(int together) {
    for (int i = 0; i < DATAGRAMS; i++) {
      queue.datagram(i % 4, i % FLOWS, payload.rewind());
      if (i % together == together - 1) {
        queue.flush();
        queue.acknowledged(link.bytes, 0, 0);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, FLOWS, 5 * FLOWS})
  void nothingIsAllocated(int together) {
    assumeThat(ManagementFactory.getThreadMXBean()).isInstanceOf(ThreadMXBean.class);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    send(together); // Warm, and with all queues at their size.
    long before = threads.getCurrentThreadAllocatedBytes();
    send(together);
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / DATAGRAMS;
    assertThat(each).isLessThan(MOST_BYTES);
    assertThat(link.bytes).isGreaterThan(2L * DATAGRAMS * PAYLOAD_BYTES);
  }
}
