package io.github.wsocketrelay.metrics.testing;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.LinkTimes;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayStats;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.TimeHistogram;
import io.github.wsocketrelay.TrafficStats;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A relay that says what a test wants. */
public final class FakeRelay implements RelayServer {
  public volatile RoleState state = RoleState.RUNNING;
  public volatile Duration sinceLook = Duration.ZERO;
  public volatile Optional<Instant> certificateExpiry = Optional.empty();

  @Override
  public RelayStats stats() {
    return new RelayStats(
        1,
        2,
        30,
        trafficStats(),
        4_096,
        Map.of(RejectReason.TOO_SLOW, 5L, RejectReason.TAKEN, 0L),
        limitHits(),
        certificateExpiry,
        sinceLook);
  }

  @Override
  public TrafficStats trafficStats() {
    TimeHistogram times =
        new TimeHistogram(
            List.of(Duration.ofNanos(50_000), Duration.ofMillis(25)),
            List.of(10L, 0L, 1L),
            Duration.ofMillis(1_500));
    return new TrafficStats(
        0,
        0,
        0,
        0,
        100,
        120_000,
        90,
        110_000,
        Map.of(DropReason.QUEUE_FULL, 7L, DropReason.STALE, 3L),
        29,
        0,
        new LinkTimes(times, TimeHistogram.EMPTY, times));
  }

  @Override
  public Map<RelayLimit, Long> limitHits() {
    return Map.of(RelayLimit.DESCRIPTOR_PERCENT, 2L);
  }

  @Override
  public InetSocketAddress localAddress() {
    return new InetSocketAddress(8_080);
  }

  @Override
  public RoleState state() {
    return state;
  }

  @Override
  public int servers() {
    return 1;
  }

  @Override
  public int links() {
    return 32;
  }

  @Override
  public CompletableFuture<Void> closeAsync() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
