package io.github.wsocketrelay.tyrus.internal.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PauseWatchTest {
  private final ManualTicker ticker = new ManualTicker();
  private final PauseWatch watch = new PauseWatch(ticker);

  private void pass(long millis) {
    ticker.advance(Duration.ofMillis(millis));
  }

  private boolean isPauseAfter(long millis) {
    watch.enter();
    pass(millis);
    return watch.leave();
  }

  private void somethingComes() {
    watch.enter();
    watch.leave();
    watch.came();
  }

  @Test
  void waitsLongWhileNothingHasEverCome() {
    assertThat(watch.enter()).isEqualTo(1_000);
  }

  @Test
  void waitsBrieflyForASecondAfterSomethingCame() {
    somethingComes();
    assertThat(watch.enter()).isEqualTo(100);
    pass(999);
    assertThat(watch.enter()).isEqualTo(100);
    pass(1);
    assertThat(watch.enter()).isEqualTo(1_000);
  }

  @Test
  void aWaitThatEndsLateIsAPause() {
    assertThat(isPauseAfter(2_900)).isFalse();
    assertThat(isPauseAfter(2_901)).isTrue();
    somethingComes();
    assertThat(isPauseAfter(2_000)).isFalse();
    somethingComes();
    assertThat(isPauseAfter(2_001)).isTrue();
  }

  @Test
  void afterAPauseTheNextWaitIsAsAnyOther() {
    assertThat(isPauseAfter(8_000)).isTrue();
    assertThat(isPauseAfter(100)).isFalse();
  }

  @Test
  void aPauseIsToldOnce() {
    assertThat(isPauseAfter(8_000)).isTrue();
    assertThat(watch.leave()).isFalse();
  }

  @Test
  void longHandlingIsNoPause() {
    watch.enter();
    assertThat(watch.leave()).isFalse();
    watch.came();
    pass(8_000);
    assertThat(watch.leave()).isFalse();
    assertThat(isPauseAfter(100)).isFalse();
  }
}
