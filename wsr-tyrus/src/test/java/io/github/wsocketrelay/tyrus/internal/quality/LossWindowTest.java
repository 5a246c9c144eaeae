package io.github.wsocketrelay.tyrus.internal.quality;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LossWindowTest {
  private final LossWindow window = new LossWindow();

  private double loss() {
    return window.loss().orElseThrow();
  }

  @Test
  void isUnknownUntilThreeReportsCame() {
    window.add(1, 1);
    window.add(101, 101);
    assertThat(window.loss()).isEmpty();
    window.add(201, 201);
    assertThat(loss()).isZero();
  }

  @Test
  void countsWhatIsMissingAtTwoReportsInARow() {
    window.add(100, 100);
    window.add(200, 200);
    window.add(300, 290);
    window.add(400, 390);
    assertThat(loss()).isCloseTo(10.0 / 200, Offset.offset(1e-9));
  }

  @Test
  void doesNotCountWhatAReportHasOvertaken() {
    window.add(100, 100);
    window.add(200, 185);
    window.add(300, 300);
    window.add(400, 385);
    window.add(500, 500);
    assertThat(loss()).isZero();
  }

  @Test
  void forgetsWhatIsLongAgo() {
    window.add(100, 100);
    window.add(200, 150);
    for (int report = 3; report < 3 + LossWindow.REPORTS; report++) {
      window.add(report * 100, report * 100 - 50);
      assertThat(loss() > 0).isEqualTo(report < 2 + LossWindow.REPORTS);
    }
  }

  @Test
  void countsOnWhereNumbersWrap() {
    int start = Integer.MAX_VALUE - 150;
    for (int report = 0; report < 4; report++) {
      window.add(start + report * 100, -7 + report * 90);
    }
    assertThat(loss()).isCloseTo(0.1, Offset.offset(1e-9));
  }

  @Test
  void beginsAnewWithAnotherProcess() {
    window.add(100, 100);
    window.add(200, 150);
    window.add(300, 250);
    window.add(1, 251); // It starts to count.
    assertThat(window.loss()).isEmpty();
    window.add(11, 261);
    window.add(21, 271);
    assertThat(loss()).isZero();
  }

  @Test
  void isNeverMoreThanAll() {
    window.add(100, 100);
    window.add(101, -500);
    window.add(102, -600);
    window.add(103, -700);
    assertThat(loss()).isEqualTo(1);
  }

  @Test
  void isAPartHoweverFarCountsJump() {
    window.add(0, 0);
    for (int report = 1; report <= LossWindow.REPORTS; report++) {
      window.add(report * (Integer.MAX_VALUE - 5), report * 1_000_000_000);
      window.loss().ifPresent(loss -> assertThat(loss).isBetween(0.0, 1.0));
    }
    assertThat(window.loss()).isPresent();
  }
}
