package io.github.wsocketrelay.tyrus.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogLimitTest {
  private final ManualTicker ticker = new ManualTicker();
  private final LogLimit limit = new LogLimit(ticker);

  @Test
  void letsOneLineOfAKeyThroughIn30Seconds() {
    assertThat(limit.mayLog("a")).isTrue();
    assertThat(limit.mayLog("a")).isFalse();
    assertThat(limit.mayLog("b")).isTrue();
    ticker.advance(Duration.ofSeconds(29));
    assertThat(limit.mayLog("a")).isFalse();
    ticker.advance(Duration.ofSeconds(1));
    assertThat(limit.mayLog("a")).isTrue();
    assertThat(limit.mayLog("a")).isFalse();
  }

  @Test
  void knowsNoMoreThan256KeysAndForgetsTheOldInTime() {
    for (int i = 0; i < 256; i++) {
      assertThat(limit.mayLog("key " + i)).isTrue();
    }
    assertThat(limit.mayLog("another")).isFalse();
    ticker.advance(LogLimit.SILENCE);
    assertThat(limit.mayLog("another")).isTrue();
  }
}
