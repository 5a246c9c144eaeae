package io.github.wsocketrelay.tyrus.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.TrafficStats;
import org.junit.jupiter.api.Test;

final class TrafficCountersTest {
  private final TrafficCounters counters = new TrafficCounters();

  @Test
  void beginsWithZeroForEveryReason() {
    TrafficStats stats = counters.snapshot(0, 0);

    assertThat(stats.dropped())
        .containsOnlyKeys(DropReason.values())
        .allSatisfy((reason, count) -> assertThat(count).isZero());
    assertThat(stats.totalDropped()).isZero();
    assertThat(stats.udpReceived()).isZero();
  }

  @Test
  void countsDatagramsAndBytesOfEachDirectionApart() {
    counters.udpReceived(1);
    counters.udpReceived(2);
    counters.udpSent(10);
    counters.linkReceived(100);
    counters.linkReceived(200);
    counters.linkReceived(0);
    counters.linkSent(1_000, 0);

    TrafficStats stats = counters.snapshot(5, 6);

    assertThat(stats.udpReceived()).isEqualTo(2);
    assertThat(stats.udpReceivedBytes()).isEqualTo(3);
    assertThat(stats.udpSent()).isEqualTo(1);
    assertThat(stats.udpSentBytes()).isEqualTo(10);
    assertThat(stats.linkReceived()).isEqualTo(3);
    assertThat(stats.linkReceivedBytes()).isEqualTo(300);
    assertThat(stats.linkSent()).isEqualTo(1);
    assertThat(stats.linkSentBytes()).isEqualTo(1_000);
    assertThat(stats.openTunnels()).isEqualTo(5);
    assertThat(stats.openFlows()).isEqualTo(6);
  }

  @Test
  void countsLossesByReasonAndInAll() {
    counters.dropped(DropReason.QUEUE_FULL);
    counters.dropped(DropReason.QUEUE_FULL, 4);
    counters.dropped(DropReason.NO_FLOW);

    TrafficStats stats = counters.snapshot(0, 0);

    assertThat(stats.dropped(DropReason.QUEUE_FULL)).isEqualTo(5);
    assertThat(stats.dropped(DropReason.NO_FLOW)).isEqualTo(1);
    assertThat(stats.dropped(DropReason.TOO_LARGE)).isZero();
    assertThat(stats.totalDropped()).isEqualTo(6);
  }

  @Test
  void givesSnapshotsThatDoNotChange() {
    TrafficStats before = counters.snapshot(0, 0);
    counters.udpSent(1);
    counters.dropped(DropReason.NO_FLOW);

    assertThat(before.udpSent()).isZero();
    assertThat(before.totalDropped()).isZero();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> before.dropped().clear());
  }
}
