package io.github.wsocketrelay.tyrus.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What two clocks, of which neither knows the other, tell of a message's way. */
class DelaysTest {
  private static final long ORIGIN = Long.MAX_VALUE - Duration.ofMillis(150).toNanos();
  private static final int RECEIVERS_ORIGIN = Integer.MAX_VALUE - 150_000; // overflows, too

  private final Delays delays = new Delays();

  /** A message that took so long each way, and was there for a while. */
  private void exchange(int atMillis, int thereMillis, int backMillis) {
    int held = 7;
    long sent = ORIGIN + nanos(atMillis);
    int clock = RECEIVERS_ORIGIN + 1_000 * (atMillis + thereMillis);
    delays.add(sent, 1_000L * held, clock, sent + nanos(thereMillis + held + backMillis));
  }

  private static long nanos(int millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  @Test
  void nothingIsKnownBeforeAMessageIs() {
    assertThat(delays.areKnown()).isFalse();
    exchange(0, 20, 20);
    assertThat(delays.areKnown()).isTrue();
    delays.rotate();
    assertThat(delays.areKnownLately()).isTrue();
    delays.rotate();
    assertThat(delays.areKnownLately()).isFalse();
    assertThat(delays.areKnown()).isTrue();
  }

  @Test
  void tellsTheWayThereFromTheWayBack() {
    exchange(0, 20, 20);
    exchange(100, 65, 20);
    assertThat(delays.roundTrip()).isEqualTo(nanos(85));
    assertThat(delays.depth()).isEqualTo(nanos(45));
    assertThat(delays.wayBack()).isZero();
    exchange(200, 20, 50);
    assertThat(delays.depth()).isZero();
    assertThat(delays.wayBack()).isEqualTo(nanos(30));
    assertThat(delays.leastRoundTrip()).isEqualTo(nanos(40));
  }

  @Test
  void theQuickestIsForgottenAfterOneToTwoPeriodsButNotTheLeastEver() {
    exchange(0, 20, 20);
    delays.rotate();
    exchange(100, 50, 20);
    assertThat(delays.depth()).isEqualTo(nanos(30));
    assertThat(delays.wereEmpty(nanos(29))).isFalse();
    assertThat(delays.wereEmpty(nanos(30))).isTrue();
    delays.rotate();
    exchange(200, 50, 20);
    assertThat(delays.depth()).isZero();
    assertThat(delays.leastRoundTrip()).isEqualTo(nanos(70));
    assertThat(delays.leastRoundTripEver()).isEqualTo(nanos(40));
  }

  @Test
  void theQuickestOfEarlierPeriodsIsForgottenWhereTheWayHasChanged() {
    exchange(0, 20, 20);
    delays.rotate();
    delays.forgetPrevious();
    assertThat(delays.leastRoundTrip()).isEqualTo(nanos(40)); // Nothing was measured since.
    exchange(100, 50, 20);
    delays.forgetPrevious();
    exchange(150, 50, 20);
    assertThat(delays.depth()).isZero();
    assertThat(delays.leastRoundTrip()).isEqualTo(nanos(70));
  }

  @Test
  void aClockThatStoodStillMakesNoRoundTripTheLeastEver() {
    delays.add(ORIGIN, 50_000, RECEIVERS_ORIGIN, ORIGIN + nanos(40));
    assertThat(delays.roundTrip()).isEqualTo(1);
    assertThat(delays.leastRoundTripEver()).isEqualTo(Long.MAX_VALUE);
    exchange(100, 20, 20);
    assertThat(delays.leastRoundTripEver()).isEqualTo(nanos(40));
  }
}
