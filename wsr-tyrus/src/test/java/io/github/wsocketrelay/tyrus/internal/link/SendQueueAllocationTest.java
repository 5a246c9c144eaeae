package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What a datagram costs the heap on its way through the queue: its own bytes, and little more. */
class SendQueueAllocationTest {
  private static final int DATAGRAMS = 20_000;
  private static final int PAYLOAD_BYTES = 1_200;

  /**
   * The headers of an array and of what waits with it, and small objects that Java has or has not
   * done without yet, as it compiled; a second copy would be far above.
   */
  private static final int MOST_BESIDES = 400;

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

  private void send(int datagrams) {
    for (int i = 0; i < datagrams; i++) {
      queue.datagram(1, i % 8, payload.rewind());
      queue.flush();
      queue.acknowledged(link.bytes, 0, 0);
    }
  }

  @Test
  void aDatagramIsCopiedOnce() {
    assumeThat(ManagementFactory.getThreadMXBean()).isInstanceOf(ThreadMXBean.class);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    send(DATAGRAMS); // Warm, and with all queues at their size.
    long before = threads.getCurrentThreadAllocatedBytes();
    send(DATAGRAMS);
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / DATAGRAMS;
    assertThat(each).isBetween((long) PAYLOAD_BYTES, (long) PAYLOAD_BYTES + MOST_BESIDES);
  }
}
