package io.github.wsocketrelay.tyrus.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentMinimumTest {
  private final RecentMinimum minimum = new RecentMinimum();

  @Test
  void knowsNothingAtFirst() {
    assertThat(minimum.isKnown()).isFalse();
    assertThat(minimum.isConfirmed(Long.MAX_VALUE / 2)).isFalse();
    minimum.rotate();
    minimum.forgetPrevious();
    assertThat(minimum.isKnown()).isFalse();
  }

  @Test
  void isTheLeastOfThisPeriodAndTheOneBefore() {
    minimum.add(-5);
    minimum.add(7);
    assertThat(minimum.least()).isEqualTo(-5);
    minimum.rotate();
    minimum.add(9);
    assertThat(minimum.least()).isEqualTo(-5);
    minimum.rotate();
    assertThat(minimum.least()).isEqualTo(9);
    minimum.rotate();
    assertThat(minimum.isKnown()).isFalse();
  }

  @Test
  void isConfirmedByAValueOfThisPeriodThatIsAboutAsSmall() {
    minimum.add(10);
    minimum.rotate();
    assertThat(minimum.isConfirmed(3)).isFalse();
    minimum.add(14);
    assertThat(minimum.isConfirmed(3)).isFalse();
    minimum.add(13);
    assertThat(minimum.isConfirmed(3)).isTrue();
    minimum.add(2);
    assertThat(minimum.isConfirmed(0)).isTrue();
  }

  @Test
  void forgetsThePeriodBeforeOnlyForWhatCameSince() {
    minimum.add(10);
    minimum.rotate();
    minimum.forgetPrevious();
    assertThat(minimum.least()).isEqualTo(10);
    minimum.add(20);
    minimum.forgetPrevious();
    assertThat(minimum.least()).isEqualTo(20);
    minimum.rotate();
    assertThat(minimum.least()).isEqualTo(20);
  }
}
