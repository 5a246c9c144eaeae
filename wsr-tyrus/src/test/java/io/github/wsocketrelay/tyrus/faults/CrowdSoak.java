package io.github.wsocketrelay.tyrus.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RoleState;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Very many sides in one process. Not part of the build: see CONTRIBUTING.md. */
@ExtendWith(Leaks.class)
@Tag("alone")
class CrowdSoak {
  private static final int EXPOSERS = 20;
  private static final int CONNECTORS = 980;
  private static final int CYCLES = 1_000;
  private static final int AT_ONCE = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static RelayServer relay(int port) {
    return RelayServer.builder().bind("127.0.0.1").port(port).start();
  }

  private static URI uri(RelayServer relay) {
    return URI.create("ws://127.0.0.1:" + relay.localAddress().getPort());
  }

  @Test
  void aThousandSidesReturnToARelayThatIsRestarted() {
    List<Exposer> exposers = new ArrayList<>();
    List<Connector> connectors = new ArrayList<>();
    RelayServer relay = relay(0);
    int port = relay.localAddress().getPort();
    try (GameServer game = GameServer.start()) {
      for (int i = 0; i < EXPOSERS; i++) {
        exposers.add(Exposer.builder().relay(uri(relay)).target(game.port()).start());
      }
      for (int begun = 0; begun < CONNECTORS; begun += AT_ONCE) {
        List<CompletableFuture<Connector>> starting = new ArrayList<>();
        for (int i = begun; i < Math.min(begun + AT_ONCE, CONNECTORS); i++) {
          starting.add(
              Connector.builder()
                  .invitation(exposers.get(i % EXPOSERS).invitation())
                  .startTimeout(PATIENCE)
                  .startAsync());
        }
        starting.forEach(start -> connectors.add(start.join()));
      }
      awaitTunnels(relay);

      relay.close();
      assertThat(connectors).noneMatch(connector -> connector.state() == RoleState.CLOSED);
      long back = System.nanoTime();
      relay = relay(port);
      awaitTunnels(relay);

      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - back);
      System.out.printf(
          "%d sides were back %d ms after the relay; its threads had used %d ms of CPU%n",
          EXPOSERS + CONNECTORS, millis, relayCpuMillis());
      assertThat(millis).isLessThan(15_000);
    } finally {
      Stream.concat(connectors.stream(), exposers.stream())
          .parallel()
          .forEach(CrowdSoak::closeQuietly);
      relay.close();
    }
  }

  private static void closeQuietly(AutoCloseable side) {
    try {
      side.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitTunnels(RelayServer relay) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> relay.trafficStats().openTunnels() == CONNECTORS);
  }

  private static long relayCpuMillis() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("wsr-relay"))
        .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getId())))
        .map(TimeUnit.NANOSECONDS::toMillis)
        .sum();
  }

  @Test
  void aThousandConnectorsComeAndGoAndLeaveNothing() {
    try (RelayServer relay = relay(0);
        GameServer game = GameServer.start();
        Exposer exposer = Exposer.builder().relay(uri(relay)).target(game.port()).start()) {
      cycle(exposer, CYCLES / 10); // What is made once is there from here on.
      int threads = Leaks.threadsOfOurs().size();
      int descriptors = Leaks.descriptorCount();
      long heap = usedHeap();

      cycle(exposer, CYCLES);

      await()
          .untilAsserted(
              () -> {
                assertThat(Leaks.threadsOfOurs()).hasSizeLessThanOrEqualTo(threads);
                assertThat(Leaks.descriptorCount()).isLessThanOrEqualTo(descriptors);
                assertThat(relay.trafficStats().openTunnels()).isZero();
                assertThat(exposer.trafficStats().openTunnels()).isZero();
                assertThat(exposer.flows()).isEmpty();
              });
      await() // One collection may leave what the next one takes.
          .untilAsserted(
              () -> {
                long grown = usedHeap() - heap;
                assertThat(grown).isLessThan(2_000_000);
                System.out.printf(
                    "after %d connectors: %d threads, %d descriptors, heap %+d kB%n",
                    CYCLES, Leaks.threadsOfOurs().size(), Leaks.descriptorCount(), grown / 1_000);
              });
    }
  }

  private static void cycle(Exposer exposer, int count) {
    for (int i = 0; i < count; i++) {
      try (Connector connector =
              Connector.builder()
                  .invitation(exposer.invitation())
                  .waitForServer(Duration.ofSeconds(10))
                  .start();
          Players players = Players.start(connector.localAddress(), 1, i)) {
        await()
            .pollInterval(Duration.ofMillis(1))
            .pollDelay(Duration.ZERO)
            .until(() -> players.answered() > 0);
      }
    }
  }

  private static long usedHeap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    System.gc();
    System.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
