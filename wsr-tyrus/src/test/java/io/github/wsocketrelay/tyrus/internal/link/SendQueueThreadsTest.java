package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads at one queue, as at the link of an exposer with many connectors. */
@Timeout(30)
class SendQueueThreadsTest {
  private static final int THREADS = 4;
  private static final int EACH = 5_000;
  private static final int AT_A_TIME = 50; // below the bound of a flow; each thread has its own

  private final TrafficCounters counters = new TrafficCounters();
  private final ExecutorService writers = Executors.newFixedThreadPool(THREADS);
  private final ExecutorService completer = Executors.newSingleThreadExecutor();

  @AfterEach
  void stopThreads() throws InterruptedException {
    writers.shutdownNow();
    completer.shutdownNow();
    assertThat(writers.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    assertThat(completer.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
  }

  /** Completes writes inside the call, or on a thread of its own; notices two at a time. */
  private final class BusyLink implements Link {
    final List<byte[]> binaries = Collections.synchronizedList(new ArrayList<>());
    final List<String> texts = Collections.synchronizedList(new ArrayList<>());
    final AtomicLong bytes = new AtomicLong();
    final AtomicInteger outstanding = new AtomicInteger();
    final AtomicInteger tooMany = new AtomicInteger();
    final boolean later;

    BusyLink(boolean later) {
      this.later = later;
    }

    @Override
    public void sendText(String text, Completion completion) {
      begin();
      texts.add(text);
      end(completion);
    }

    @Override
    public void sendBinary(ByteBuffer message, Completion completion) {
      begin();
      byte[] copy = new byte[message.remaining()];
      message.get(copy);
      binaries.add(copy);
      bytes.addAndGet(copy.length);
      end(completion);
    }

    private void begin() {
      if (outstanding.incrementAndGet() > 1) {
        tooMany.incrementAndGet();
      }
    }

    private void end(Completion completion) {
      Runnable done =
          () -> {
            outstanding.decrementAndGet();
            completion.done(null);
          };
      if (later) {
        completer.execute(done);
      } else {
        done.run();
      }
    }

    @Override
    public void close(int code, String reason) {}

    @Override
    public void abort(String reason) {}

    @Override
    public InetSocketAddress remoteAddress() {
      return InetSocketAddress.createUnresolved("peer", 1);
    }

    /** The payloads of one thread's datagrams, in the order in which they were sent. */
    List<String> datagramsOf(int thread) {
      String prefix = thread + "/0:";
      synchronized (binaries) {
        return binaries.stream()
            .flatMap(binary -> FakeLink.datagramsOf(binary).stream())
            .filter(text -> text.startsWith(prefix))
            .map(text -> text.substring(prefix.length()))
            .toList();
      }
    }
  }

  private long sent() {
    return counters.snapshot(0, 0).linkSent();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void losesNothingAndKeepsTheOrderOfEachThread(boolean completesLater) throws Exception {
    BusyLink link = new BusyLink(completesLater);
    SendQueue queue = new SendQueue(link, counters, () -> 0); // nothing grows old
    AtomicInteger round = new AtomicInteger();
    List<Integer> numbers = new ArrayList<>();
    while (round.get() < EACH) {
      int from = round.getAndAdd(AT_A_TIME);
      together(
          thread -> {
            for (int i = from; i < from + AT_A_TIME; i++) {
              byte[] payload = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
              queue.datagram(thread, 0, ByteBuffer.wrap(payload));
              queue.flush();
            }
            queue.control("{\"thread\":" + thread + ",\"from\":" + from + "}");
            queue.flush();
          });
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                queue.acknowledged(link.bytes.get(), 0, 0);
                queue.flush();
                return sent() == (long) THREADS * (from + AT_A_TIME);
              });
      numbers.add(from);
    }
    List<String> all = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      all.add(Integer.toString(i));
    }
    for (int thread = 1; thread <= THREADS; thread++) {
      assertThat(link.datagramsOf(thread)).isEqualTo(all);
    }
    await().until(() -> link.texts.size() == THREADS * numbers.size());
    assertThat(link.tooMany).hasValue(0);
    assertThat(counters.snapshot(0, 0).totalDropped()).isZero();
  }

  @Test
  void sendsOrCountsEveryDatagramWhenMoreComesThanFits() throws Exception {
    BusyLink link = new BusyLink(true);
    SendQueue queue = new SendQueue(link, counters, Ticker.SYSTEM);
    together(
        thread -> {
          for (int i = 0; i < EACH; i++) {
            queue.datagram(thread, 0, ByteBuffer.allocate(100));
            queue.flush();
          }
        });
    await()
        .until(
            () -> {
              queue.acknowledged(link.bytes.get(), 0, 0);
              queue.flush();
              return accountedFor() == (long) THREADS * EACH;
            });
    assertThat(link.tooMany).hasValue(0);
  }

  @Test
  void countsEveryDatagramThatCrossesTheClose() throws Exception {
    SendQueue queue = new SendQueue(new BusyLink(true), counters, Ticker.SYSTEM);
    together(
        thread -> {
          for (int i = 0; i < EACH; i++) {
            if (thread == 1 && i == EACH / 2) {
              queue.close(1_000, "done");
            }
            queue.datagram(thread, 0, ByteBuffer.allocate(100));
            queue.flush();
          }
        });
    await().until(() -> accountedFor() == (long) THREADS * EACH);
  }

  private long accountedFor() {
    TrafficStats stats = counters.snapshot(0, 0);
    return stats.linkSent() + stats.totalDropped();
  }

  /** Runs something in threads numbered from 1, which begin at the same time. */
  private void together(IntConsumer what) throws Exception {
    CountDownLatch begin = new CountDownLatch(1);
    List<Future<?>> running = new ArrayList<>();
    for (int thread = 1; thread <= THREADS; thread++) {
      int number = thread;
      running.add(
          writers.submit(
              () -> {
                begin.await();
                what.accept(number);
                return null;
              }));
    }
    begin.countDown();
    for (Future<?> one : running) {
      one.get(20, TimeUnit.SECONDS);
    }
  }
}
