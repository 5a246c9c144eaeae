package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeHistogramTest {
  private static final List<Duration> BOUNDS = List.of(Duration.ofMillis(1), Duration.ofMillis(5));

  @Test
  void hasOneClassMoreThanBounds() {
    assertThat(new TimeHistogram(BOUNDS, List.of(1L, 2L, 4L), Duration.ofMillis(30)).count())
        .isEqualTo(7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimeHistogram(BOUNDS, List.of(1L, 2L), Duration.ZERO))
        .withMessage("2 bounds need 3 counts, not 2");
  }

  @Test
  void isOfNothingAtFirst() {
    assertThat(TimeHistogram.EMPTY.count()).isZero();
    assertThat(LinkTimes.NONE.roundTrip().sum()).isZero();
  }
}
