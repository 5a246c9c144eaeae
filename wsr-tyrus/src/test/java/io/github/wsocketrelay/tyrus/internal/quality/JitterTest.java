package io.github.wsocketrelay.tyrus.internal.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JitterTest {
  private final Jitter jitter = new Jitter();

  @Test
  void isUnknownUntilTwoReportsCame() {
    assertThat(jitter.value()).isEmpty();
    jitter.add(0, 500);
    assertThat(jitter.value()).isEmpty();
    jitter.add(1_000, 1_500);
    assertThat(jitter.value()).contains(Duration.ZERO);
  }

  @Test
  void isTheMeanChangeOfTheTimeOnTheWayWhateverTheClocks() {
    jitter.add(Integer.MAX_VALUE, 70_000);
    jitter.add(Integer.MAX_VALUE + 1_000_000, 1_078_000); // 8 ms later than the first
    assertThat(jitter.value()).contains(Duration.ofMillis(8));
    jitter.add(Integer.MAX_VALUE + 2_000_000, 2_078_000); // took as long as the second
    assertThat(jitter.value()).contains(Duration.ofMillis(6));
    jitter.add(Integer.MAX_VALUE + 3_000_000, 3_076_000); // 2 ms quicker
    assertThat(jitter.value()).contains(Duration.ofMillis(5));
  }

  @Test
  void beginsAnewWhenTheOthersClockIsAnother() {
    jitter.add(0, 0);
    jitter.add(1_000_000, 1_004_000);
    jitter.add(900_000_000, 2_000_000);
    assertThat(jitter.value()).isEmpty();
    jitter.add(901_000_000, 3_000_000);
    assertThat(jitter.value()).contains(Duration.ZERO);
  }
}
