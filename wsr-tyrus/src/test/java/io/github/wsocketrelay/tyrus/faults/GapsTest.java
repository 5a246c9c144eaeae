package io.github.wsocketrelay.tyrus.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GapsTest {
  private final Gaps gaps = new Gaps();

  @Test
  void tellsPercentilesAndTheLongest() {
    for (int millis = 1; millis <= 100; millis++) {
      gaps.add(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    assertThat(gaps.percentile(0.5)).isEqualTo(Duration.ofMillis(50));
    assertThat(gaps.percentile(0.99)).isEqualTo(Duration.ofMillis(99));
    assertThat(gaps.percentile(1)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void isZeroWithoutGaps() {
    gaps.add(TimeUnit.SECONDS.toNanos(1));
    gaps.clear();

    assertThat(gaps.percentile(0.5)).isZero();
    assertThat(gaps.percentile(1)).isZero();
  }

  @Test
  void countsWhatIsLongerThanAMinuteAsAMinute() {
    gaps.add(TimeUnit.HOURS.toNanos(1));

    assertThat(gaps.percentile(1)).isEqualTo(Duration.ofMinutes(1));
  }
}
