package io.github.wsocketrelay.tyrus.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ActivityTest {
  /** Close to the end of its range: the ticker's origin is arbitrary. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

  private final Activity activity = new Activity(now::get);

  @Test
  void beginsAsJustUsed() {
    assertThat(activity.idleNanos()).isZero();
    assertThat(activity.isIdleFor(1)).isFalse();
    assertThat(activity.isIdleFor(0)).isTrue();
  }

  @Test
  void isIdleFromTheVeryNanosecondOnEvenWhereTheTickerOverflows() {
    now.addAndGet(9);
    assertThat(activity.isIdleFor(10)).isFalse();

    now.addAndGet(1);
    assertThat(activity.idleNanos()).isEqualTo(10);
    assertThat(activity.isIdleFor(10)).isTrue();
  }

  @Test
  void beginsAnewWithEveryTouch() {
    now.addAndGet(100);
    activity.touch();
    now.addAndGet(3);

    assertThat(activity.idleNanos()).isEqualTo(3);
    assertThat(activity.isIdleFor(4)).isFalse();
  }
}
