package io.github.wsocketrelay.tyrus.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlowNumbersTest {
  private final ManualTicker ticker = new ManualTicker();
  private final FlowNumbers numbers =
      new FlowNumbers(1, 3, ticker, Duration.ofSeconds(10).toNanos());

  @Test
  void countUpAndComeRoundToThoseThatAreFree() {
    assertThat(numbers.take()).isEqualTo(1);
    numbers.free(1);
    assertThat(numbers.take()).isEqualTo(2);
    assertThat(numbers.take()).isEqualTo(3);
    assertThat(numbers.take()).isEqualTo(1);
    assertThat(numbers.take()).isEqualTo(-1);
    numbers.free(2);
    assertThat(numbers.take()).isEqualTo(2);
  }

  @Test
  void anAbandonedNumberIsFreeAgainAfterItsTimeOrWhenItsEndIsConfirmed() {
    for (int i = 1; i <= 3; i++) {
      numbers.take();
    }
    numbers.abandon(1);
    numbers.abandon(2);
    assertThat(numbers.take()).isEqualTo(-1);
    numbers.free(2);
    assertThat(numbers.take()).isEqualTo(2);
    ticker.advance(Duration.ofSeconds(10).minusNanos(1));
    assertThat(numbers.take()).isEqualTo(-1);
    ticker.advance(Duration.ofNanos(1));
    assertThat(numbers.take()).isEqualTo(1);
  }

  @Test
  void aNumberThatIsNotTakenCanBeFreed() {
    numbers.free(2);
    numbers.free(65_535);
    assertThat(numbers.take()).isEqualTo(1);
  }

  @Test
  void aNumberWhoseEndWasConfirmedIsNotFreedAgainUnderItsNextFlow() {
    numbers.take();
    numbers.abandon(1);
    numbers.free(1);
    for (int i = 1; i <= 3; i++) {
      numbers.take();
    }
    ticker.advance(Duration.ofSeconds(10));
    assertThat(numbers.take()).isEqualTo(-1);
  }

  @Test
  void aNumberThatIsFreedBeforeItIsAbandonedStaysFree() {
    numbers.take();
    numbers.free(1);
    numbers.abandon(1);
    for (int i = 1; i <= 3; i++) {
      assertThat(numbers.take()).isPositive();
    }
    ticker.advance(Duration.ofSeconds(10));
    assertThat(numbers.take()).isEqualTo(-1);
  }

  @Test
  void timeFreesNoNumberWhenOnlyConfirmedOnesAreWanted() {
    for (int i = 1; i <= 3; i++) {
      numbers.take();
    }
    numbers.abandon(1);
    ticker.advance(Duration.ofSeconds(10));
    assertThat(numbers.takeConfirmed()).isEqualTo(-1);
    numbers.free(2);
    assertThat(numbers.takeConfirmed()).isEqualTo(2);
    assertThat(numbers.take()).isEqualTo(1);
  }

  @Test
  void theTimeOfAbandonedNumbersBeginsAnewWhenTheirEndIsToldAnew() {
    for (int i = 1; i <= 3; i++) {
      numbers.take();
    }
    numbers.abandon(3);
    numbers.abandon(1);
    ticker.advance(Duration.ofSeconds(10));
    assertThat(numbers.abandonAnew()).containsExactly(3, 1);
    assertThat(numbers.take()).isEqualTo(-1);
    numbers.free(3);
    assertThat(numbers.abandonAnew()).containsExactly(1);
    ticker.advance(Duration.ofSeconds(10));
    assertThat(numbers.take()).isEqualTo(1);
    assertThat(numbers.take()).isEqualTo(3);
    assertThat(numbers.abandonAnew()).isEmpty();
  }
}
