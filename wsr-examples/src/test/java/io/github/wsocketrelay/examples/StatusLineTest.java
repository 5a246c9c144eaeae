package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.LinkTimes;
import io.github.wsocketrelay.TrafficStats;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StatusLineTest {
  private final AtomicReference<TrafficStats> traffic =
      new AtomicReference<>(stats(100, 10_000, 200, 20_000, 0, 0));
  private final AtomicLong nanoTime = new AtomicLong(-5);
  private final StatusLine status =
      new StatusLine(
          now -> StatusLine.count(now.openFlows(), "client"), traffic::get, nanoTime::get);

  @Test
  void tellsRatesSinceTheLineBefore() {
    traffic.set(stats(220, 34_000, 260, 20_600, 7, 1));
    nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(status.next())
        .isEqualTo("1 client | in 60/s 12.0 kB/s | out 30/s 0.3 kB/s | 7 dropped");
    nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(status.next())
        .isEqualTo("1 client | in 0/s 0.0 kB/s | out 0/s 0.0 kB/s | 7 dropped");
  }

  @Test
  void takesNoTimeForALittle() {
    assertThat(status.next())
        .isEqualTo("0 clients | in 0/s 0.0 kB/s | out 0/s 0.0 kB/s | 0 dropped");
  }

  private static TrafficStats stats(
      long received, long receivedBytes, long sent, long sentBytes, long dropped, int flows) {
    return new TrafficStats(
        0,
        0,
        0,
        0,
        received,
        receivedBytes,
        sent,
        sentBytes,
        Map.of(DropReason.QUEUE_FULL, dropped),
        0,
        flows,
        LinkTimes.NONE);
  }
}
