package io.github.wsocketrelay.tyrus.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimedPulseTest {
  private static final Duration BEAT = Duration.ofMillis(250);

  private final ManualTicker ticker = new ManualTicker();
  private final ManualTimers timers = new ManualTimers();
  private final TimedPulse pulse = new TimedPulse(timers, ticker);

  private int pauses() {
    return pulse.pauses(ticker.nanos());
  }

  @Test
  void countsNothingWhileTheTimerBeatsAlsoWhenItIsLate() {
    for (int i = 0; i < 100; i++) {
      ticker.advance(TimedPulse.PAUSE);
      assertThat(pauses()).isZero();
      timers.advance(BEAT);
    }
    assertThat(pauses()).isZero();
  }

  @Test
  void whoAsksBeforeTheTimerHearsOfThePauseAndItCountsOnce() {
    ticker.advance(Duration.ofSeconds(8));
    assertThat(pauses()).isEqualTo(1);
    timers.advance(BEAT);
    assertThat(pauses()).isEqualTo(1);
  }

  @Test
  void whoAsksAfterTheTimerHearsOfThePauseToo() {
    ticker.advance(Duration.ofSeconds(8));
    timers.advance(BEAT);
    assertThat(pauses()).isEqualTo(1);
    ticker.advance(Duration.ofSeconds(3));
    timers.advance(BEAT);
    assertThat(pauses()).isEqualTo(2);
  }
}
