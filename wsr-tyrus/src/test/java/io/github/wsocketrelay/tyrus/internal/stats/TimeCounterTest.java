package io.github.wsocketrelay.tyrus.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.TimeHistogram;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeCounterTest {
  private final TimeCounter counter = new TimeCounter();

  private TimeHistogram counted(Duration... times) {
    for (Duration time : times) {
      counter.add(time.toNanos());
    }
    return counter.snapshot();
  }

  @Test
  void beginsWithNothing() {
    assertThat(counted().count()).isZero();
    assertThat(counted().sum()).isZero();
    assertThat(counted().bounds()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aTimeThatIsABoundIsInItsClass() {
    Duration second = counted().bounds().get(1);
    TimeHistogram times = counted(second, second.plusNanos(1), second.minusNanos(1));
    assertThat(times.counts()).startsWith(0L, 2L, 1L, 0L);
    assertThat(times.sum()).isEqualTo(second.multipliedBy(3));
  }

  @Test
  void whatIsLongerThanAllBoundsIsInTheLastClass() {
    TimeHistogram times = counted(Duration.ofMillis(2_500), Duration.ofMillis(2_501));
    assertThat(times.counts()).endsWith(1L, 1L);
    assertThat(times.count()).isEqualTo(2);
  }

  @Test
  void aTimeOfNothingIsInTheFirstClass() {
    assertThat(counted(Duration.ZERO).counts()).startsWith(1L, 0L);
  }
}
