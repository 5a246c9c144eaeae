package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.LinkTimes;
import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.TrafficStats;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SideLineTest {
  private static final Optional<Duration> LINK = Optional.of(Duration.ofMillis(12));

  private final AtomicReference<RoleState> state = new AtomicReference<>(RoleState.RUNNING);
  private final AtomicReference<TrafficStats> traffic = new AtomicReference<>(stats(0, 0, 0));
  private final AtomicReference<PathQuality> quality = new AtomicReference<>(PathQuality.UNKNOWN);
  private final AtomicLong nanoTime = new AtomicLong(-5);
  private final SideLine line = new SideLine(state::get, traffic::get, quality::get, nanoTime::get);

  private static TrafficStats stats(long receivedBytes, long sentBytes, int flows) {
    return new TrafficStats(
        0, 0, 0, 0, 0, receivedBytes, 0, sentBytes, Map.of(), 1, flows, LinkTimes.NONE);
  }

  private String nextAfter(int seconds) {
    nanoTime.addAndGet(Duration.ofSeconds(seconds).toNanos());
    return line.next();
  }

  @Test
  void tellsRatesSinceTheLineBefore() {
    traffic.set(stats(25_000, 300_000, 2));
    assertThat(nextAfter(2)).isEqualTo("2 clients | up 1.20 down 0.10 Mbit/s");
    assertThat(nextAfter(1)).isEqualTo("2 clients | up 0.00 down 0.00 Mbit/s");
  }

  @Test
  void tellsHowGoodTheWayIs() {
    quality.set(
        new PathQuality(
            LINK,
            Optional.of(Duration.ofNanos(22_600_000)),
            Optional.of(Duration.ofNanos(1_400_000)),
            OptionalDouble.of(0.001),
            OptionalDouble.of(0.0123)));
    assertThat(nextAfter(1))
        .isEqualTo("0 clients | up 0.00 down 0.00 Mbit/s | RTT 23 ms | jitter 1 ms | loss 1.2 %")
        .hasSizeLessThan(79);
  }

  @Test
  void tellsTheLinksRoundTripWhereThatIsAllThatIsKnown() {
    quality.set(
        new PathQuality(
            LINK,
            Optional.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty()));
    assertThat(nextAfter(1)).endsWith(" Mbit/s | RTT to relay 12 ms");
  }

  @Test
  void tellsThatThereIsNoLink() {
    state.set(RoleState.RECONNECTING);
    assertThat(nextAfter(1)).isEqualTo("no link | up 0.00 down 0.00 Mbit/s");
  }
}
