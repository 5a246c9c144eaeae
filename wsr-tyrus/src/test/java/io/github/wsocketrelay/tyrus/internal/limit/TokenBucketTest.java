package io.github.wsocketrelay.tyrus.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private final ManualTicker ticker = new ManualTicker();
  private final TokenBucket bucket = new TokenBucket(10, 3, ticker);

  @Test
  void givesItsBurstAtOnceAndThenItsRate() {
    for (int i = 0; i < 3; i++) {
      assertThat(bucket.tryTake(1)).isTrue();
    }
    assertThat(bucket.tryTake(1)).isFalse();
    ticker.advance(Duration.ofMillis(100));
    assertThat(bucket.tryTake(1)).isTrue();
    assertThat(bucket.tryTake(1)).isFalse();
  }

  @Test
  void holdsNoMoreThanItsBurstHoweverLongItIsQuiet() {
    ticker.advance(Duration.ofDays(1_000));
    assertThat(bucket.tryTake(3)).isTrue();
    assertThat(bucket.tryTake(1)).isFalse();
  }

  @Test
  void whatIsRefusedTakesNothing() {
    assertThat(bucket.tryTake(4)).isFalse();
    assertThat(bucket.tryTake(3)).isTrue();
  }

  @Test
  void tellsWhenAsMuchWillBeThere() {
    assertThat(bucket.nanosUntil(3)).isZero();
    assertThat(bucket.tryTake(3)).isTrue();
    ticker.advance(Duration.ofNanos(bucket.nanosUntil(1)));
    assertThat(bucket.tryTake(1)).isTrue();
  }
}
