package io.github.wsocketrelay.tyrus.internal.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UdpLoopIT {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final PausingTicker ticker = new PausingTicker();
  private final UdpLoop loop = new UdpLoop("wsr-udp-test", ticker);

  @AfterEach
  void close() {
    ticker.goOn(Duration.ZERO);
    loop.close();
  }

  private Recorder listen() throws IOException {
    return loop.open(ANY_PORT, null, 1 << 20, Recorder::new);
  }

  private static void send(Recorder from, String payload, Recorder to) throws IOException {
    from.socket.send(
        ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)), to.socket.localAddress());
  }

  @Test
  void handsOutWhatComes() throws Exception {
    Recorder one = listen();
    Recorder other = listen();
    send(one, "a", other);
    send(other, "", one);
    assertThat(other.next()).isEqualTo("a");
    assertThat(one.next()).isEmpty();
    assertThat(one.stale).hasValue(0);
  }

  @Test
  void allThatWaitedInAnySocketDuringAPauseIsDroppedAndWhatComesAfterItIsNot() throws Exception {
    Recorder one = listen();
    Recorder other = listen();
    ticker.stopWithinTheWait();
    for (int i = 0; i < 5 * 64; i++) { // several batches
      send(other, "old", one);
    }
    send(one, "old", other);
    ticker.goOn(Duration.ofSeconds(8));
    await().until(() -> one.stale.get() == 5 * 64 && other.stale.get() == 1);
    send(other, "fresh", one);
    send(one, "fresh", other);
    assertThat(one.next()).isEqualTo("fresh");
    assertThat(other.next()).isEqualTo("fresh");
    assertThat(one.stale).hasValue(5 * 64);
    assertThat(other.stale).hasValue(1);
  }

  @Test
  void afterAShortPauseNothingIsDropped() throws Exception {
    Recorder one = listen();
    ticker.stopWithinTheWait();
    send(one, "a", one);
    ticker.goOn(Duration.ofMillis(300));
    assertThat(one.next()).isEqualTo("a");
    assertThat(one.stale).hasValue(0);
  }

  @Test
  void timeThatAHandlerTakesIsNoPause() throws Exception {
    Recorder one = listen();
    one.onNext = () -> ticker.goOn(Duration.ofSeconds(8));
    send(one, "slow", one);
    send(one, "behind it", one);
    assertThat(one.next()).isEqualTo("slow");
    assertThat(one.next()).isEqualTo("behind it");
    send(one, "later", one);
    assertThat(one.next()).isEqualTo("later");
    assertThat(one.stale).hasValue(0);
  }

  @Test
  void aSenderThatIsFastEnoughToFillTheSocketMeanwhileIsHeardAgain() throws Exception {
    Recorder flooded = listen();
    flooded.onStale = () -> send(flooded, "more", flooded);
    ticker.stopWithinTheWait();
    send(flooded, "old", flooded);
    ticker.goOn(Duration.ofSeconds(8));
    assertThat(flooded.next()).isEqualTo("more");
  }

  /** Remembers what came. */
  private static final class Recorder implements UdpHandler {
    final UdpSocket socket;
    final AtomicInteger stale = new AtomicInteger();
    volatile Step onNext = () -> {};
    volatile Step onStale = () -> {};
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    Recorder(UdpSocket socket) {
      this.socket = socket;
    }

    String next() throws InterruptedException {
      String next = received.poll(10, TimeUnit.SECONDS);
      assertThat(next).as("what came within 10 s").isNotNull();
      return next;
    }

    @Override
    public void onDatagram(ByteBuffer payload, InetSocketAddress source) {
      received.add(StandardCharsets.UTF_8.decode(payload).toString());
      onNext.take();
      onNext = () -> {};
    }

    @Override
    public void onStale(int bytes) {
      stale.incrementAndGet();
      onStale.take();
    }

    @Override
    public void onBatchEnd() {}

    @Override
    public void onPortUnreachable() {}
  }

  /** Something that a handler does. */
  private interface Step {
    void run() throws IOException;

    default void take() {
      try {
        run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
