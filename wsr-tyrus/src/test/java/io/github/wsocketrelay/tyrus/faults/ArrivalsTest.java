package io.github.wsocketrelay.tyrus.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private final Arrivals arrivals = new Arrivals();

  @Test
  void tellsWhatCameBeforeInAnyOrder() {
    assertThat(arrivals.add(0)).isTrue();
    assertThat(arrivals.add(5)).isTrue();
    assertThat(arrivals.add(3)).isTrue();
    assertThat(arrivals.add(3)).isFalse();
    assertThat(arrivals.add(5)).isFalse();
    assertThat(arrivals.add(0)).isFalse();
  }

  @Test
  void forgetsOldNumbersWithoutTakingNewOnesForThem() {
    arrivals.add(1);
    assertThat(arrivals.add(1 + (1 << 16))).isTrue();
    assertThat(arrivals.add(1_000_000)).isTrue();
    assertThat(arrivals.add(1_000_000 - (1 << 16))).isFalse();
    assertThat(arrivals.add(999_999)).isTrue();
  }
}
