package io.github.wsocketrelay.tyrus.internal.reconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.ReconnectPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Duration LONG = Duration.ofDays(1);

  @Test
  void theLimitDoublesUpToTheLongestDelay() {
    Backoff backoff = new Backoff(ReconnectPolicy.FOR_EVER, TestSide.longest());

    assertThat(Stream.generate(() -> backoff.next(LONG).toMillis()).limit(9))
        .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
    backoff.reset();
    assertThat(backoff.next(LONG)).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void isLessInAHurry() {
    Backoff backoff = new Backoff(ReconnectPolicy.FOR_EVER, TestSide.longest());

    assertThat(Stream.generate(() -> backoff.next(Duration.ofSeconds(1)).toMillis()).limit(4))
        .containsExactly(500L, 1_000L, 1_000L, 1_000L);
  }

  @Test
  void staysInItsLimitHoweverOftenItIsAsked() {
    ReconnectPolicy slow =
        ReconnectPolicy.FOR_EVER.delays(Duration.ofMinutes(1), Duration.ofHours(1));
    Backoff backoff = new Backoff(slow, TestSide.longest());

    assertThat(Stream.generate(() -> backoff.next(LONG)).limit(1_000))
        .allMatch(delay -> delay.compareTo(Duration.ofHours(1)) <= 0 && !delay.isNegative())
        .last()
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void isSpreadOverTheWholeTimeSoThatNotAllComeAtOnce() {
    SplittableRandom random = new SplittableRandom(7);
    long[] perTenth = new long[10];
    for (int i = 0; i < 10_000; i++) {
      Backoff backoff = new Backoff(ReconnectPolicy.FOR_EVER, random);
      perTenth[(int) Math.min(9, backoff.next(LONG).toMillis() / 50)]++;
    }

    assertThat(Arrays.stream(perTenth)).allMatch(count -> count > 800 && count < 1_200);
  }
}
