package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.congestion.Reminders;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes while a reminder ends. */
@Timeout(60)
class ConversationThreadsTest {
  private static final int MESSAGES = 30_000;

  /** The time that a timer is due; each run takes it to the next. */
  private final AtomicLong now = new AtomicLong();

  private final AtomicReference<@Nullable Runnable> due = new AtomicReference<>();

  private final Timers timers =
      new Timers() {
        @Override
        public Timer after(Duration delay, Runnable task) {
          due.set(task);
          return () -> {};
        }

        @Override
        public Timer every(Duration period, Runnable task) {
          throw new UnsupportedOperationException();
        }
      };

  /** Knows how much was acknowledged. */
  private static final class Peer implements Link {
    final AtomicLong acknowledged = new AtomicLong();

    @Override
    public void sendBinary(ByteBuffer message, Completion completion) {
      acknowledged.set(message.getLong(message.position() + 1));
      completion.done(null);
    }

    @Override
    public void sendText(String text, Completion completion) {
      completion.done(null);
    }

    @Override
    public void close(int code, String reason) {}

    @Override
    public void abort(String reason) {}

    @Override
    public InetSocketAddress remoteAddress() {
      return InetSocketAddress.createUnresolved("203.0.113.5", 40_000);
    }
  }

  private static final class Silent implements Conversation.Partner {
    @Override
    public void onDatagram(int channel, int flow, ByteBuffer payload) {}

    @Override
    public void onControl(ControlMessage message) {}

    @Override
    public void onBundleEnd() {}

    @Override
    public void onEnded(int code, String reason) {}
  }

  @Test
  void whatComesWhenAReminderEndsIsAcknowledgedToo() throws Exception {
    Peer peer = new Peer();
    Conversation conversation =
        new Conversation(
            peer, new TrafficCounters(), now::get, now -> 0, new Reminders(timers), new Silent());
    Thread reminding = new Thread(this::remind);
    reminding.setDaemon(true);
    reminding.start();
    ByteBuffer message = ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 0, 0, 0});
    for (int i = 1; i <= MESSAGES; i++) {
      conversation.onBinary(message.rewind());
      awaitAcknowledged(peer, 7L * i);
    }
    reminding.interrupt();
    reminding.join();
  }

  private void remind() {
    while (!Thread.currentThread().isInterrupted()) {
      Runnable task = due.getAndSet(null);
      if (task != null) {
        now.addAndGet(Duration.ofMillis(250).toNanos());
        task.run();
      }
      Thread.onSpinWait();
    }
  }

  private static void awaitAcknowledged(Peer peer, long bytes) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (peer.acknowledged.get() < bytes && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(peer.acknowledged).hasValue(bytes);
  }
}
