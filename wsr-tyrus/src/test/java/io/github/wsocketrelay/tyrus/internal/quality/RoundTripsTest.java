package io.github.wsocketrelay.tyrus.internal.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
  private final RoundTrips roundTrips = new RoundTrips(0.25, Duration.ofNanos(100));

  @Test
  void isSmoothed() {
    assertThat(roundTrips.smoothed(0)).isEmpty();
    roundTrips.add(80, 0);
    assertThat(roundTrips.smoothed(0)).contains(Duration.ofNanos(80));
    roundTrips.add(40, 50);
    assertThat(roundTrips.smoothed(50)).contains(Duration.ofNanos(70));
  }

  @Test
  void isForgottenAndBeginsAnew() {
    roundTrips.add(80, 0);
    assertThat(roundTrips.smoothed(100)).isPresent();
    assertThat(roundTrips.smoothed(101)).isEmpty();
    roundTrips.add(40, 200);
    assertThat(roundTrips.smoothed(200)).contains(Duration.ofNanos(40));
  }
}
