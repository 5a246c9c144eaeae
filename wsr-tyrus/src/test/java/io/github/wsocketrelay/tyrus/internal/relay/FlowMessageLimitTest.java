package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlowMessageLimitTest {
  private final ManualTicker ticker = new ManualTicker();
  private final FlowMessageLimit limit = new FlowMessageLimit(ticker);

  /** How many tokens there are, all of which this takes. */
  private int takeAll() {
    int taken = 0;
    while (limit.tryTake()) {
      taken++;
    }
    return taken;
  }

  @Test
  void givesTheBurstAtOnceAndThenNone() {
    assertThat(takeAll()).isEqualTo(FlowMessageLimit.BURST);
    assertThat(limit.tryTake()).isFalse();
  }

  @Test
  void isFilledAtItsRate() {
    takeAll();
    ticker.advance(Duration.ofSeconds(3));
    assertThat(takeAll()).isEqualTo(3 * FlowMessageLimit.PER_SECOND);
  }

  @Test
  void losesNoPartOfATokenHoweverOftenItIsAsked() {
    takeAll();
    int taken = 0;
    for (int i = 0; i < 3_000; i++) {
      ticker.advance(Duration.ofMillis(1)); // a fifth of a token
      taken += takeAll();
    }
    assertThat(taken).isEqualTo(3 * FlowMessageLimit.PER_SECOND);
  }

  @Test
  void savesUpNoMoreThanTheBurst() {
    ticker.advance(Duration.ofDays(1));
    assertThat(takeAll()).isEqualTo(FlowMessageLimit.BURST);
    ticker.advance(Duration.ofDays(1));
    assertThat(takeAll()).isEqualTo(FlowMessageLimit.BURST);
  }
}
