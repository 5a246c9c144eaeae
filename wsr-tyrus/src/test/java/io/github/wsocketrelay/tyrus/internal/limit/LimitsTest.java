package io.github.wsocketrelay.tyrus.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.1", 1);

  private final ManualTicker ticker = new ManualTicker();
  private final List<String> told = new ArrayList<>();
  private final Limits<RelayLimit> limits =
      new Limits<>(
          RelayLimit.class,
          RelayLimit::standard,
          (limit, peer) -> told.add(limit + " " + peer.isPresent()),
          ticker);

  @Test
  void aLimitThatStrikesAllTheTimeIsCountedEachTimeAndToldOfOnceIn30Seconds() {
    for (int i = 0; i < 100; i++) {
      limits.hit(RelayLimit.LINKS, PEER);
    }
    assertThat(told).containsExactly("LINKS true");
    ticker.advance(Duration.ofSeconds(30).minusNanos(1));
    limits.hit(RelayLimit.LINKS, PEER);
    assertThat(told).hasSize(1);
    ticker.advance(Duration.ofNanos(1));
    limits.hit(RelayLimit.LINKS, null);
    assertThat(told).containsExactly("LINKS true", "LINKS false");
    assertThat(limits.hits()).containsEntry(RelayLimit.LINKS, 102L);
  }

  @Test
  void eachLimitIsToldOfByItself() {
    limits.hit(RelayLimit.LINKS, PEER);
    limits.hit(RelayLimit.MEMORY_BYTES, null);
    assertThat(told).containsExactly("LINKS true", "MEMORY_BYTES false");
  }

  @Test
  void allAreInTheHitsFromTheBeginning() {
    assertThat(limits.hits()).hasSameSizeAs(RelayLimit.values()).containsValue(0L);
    assertThat(limits.of(RelayLimit.LINKS)).isEqualTo(4_096);
  }
}
