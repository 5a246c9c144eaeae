package io.github.wsocketrelay.tyrus.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemindersTest {
  private static final Duration PERIOD = Duration.ofMillis(Reminders.PERIOD_MILLIS);

  private final ManualTimers timers = new ManualTimers();
  private final Reminders reminders = new Reminders(timers);
  private final List<String> reminded = new ArrayList<>();

  /** Comes back so often. */
  private Reminders.Debtor debtor(String name, int times) {
    int[] left = {times};
    return () -> {
      reminded.add(name);
      return left[0]-- > 0;
    };
  }

  @Test
  void hasNoTimerWhileNobodyOwes() {
    assertThat(timers.pending()).isZero();
  }

  @Test
  void remindsAllWithOneTimer() {
    for (int i = 0; i < 100; i++) {
      reminders.add(debtor("" + i, 0));
    }
    assertThat(timers.pending()).isEqualTo(1);
    timers.advance(PERIOD.minusNanos(1));
    assertThat(reminded).isEmpty();
    timers.advance(Duration.ofNanos(1));
    assertThat(reminded).hasSize(100).doesNotHaveDuplicates();
    assertThat(timers.pending()).isZero();
  }

  @Test
  void whoStaysIsRemindedEachPeriodUntilItPays() {
    reminders.add(debtor("pays", 0));
    reminders.add(debtor("stays", 2));
    timers.advance(PERIOD);
    assertThat(reminded).containsExactly("pays", "stays");
    assertThat(timers.pending()).isEqualTo(1);
    timers.advance(PERIOD.multipliedBy(10));
    assertThat(reminded).containsExactly("pays", "stays", "stays", "stays");
    assertThat(timers.pending()).isZero();
  }

  @Test
  void whoPaidCanOweAgain() {
    reminders.add(debtor("a", 0));
    timers.advance(PERIOD);
    reminders.add(debtor("a", 0));
    timers.advance(PERIOD);
    assertThat(reminded).containsExactly("a", "a");
  }

  @Test
  void whoIsAddedDuringARoundIsRemindedInTheNext() {
    reminders.add(
        () -> {
          reminders.add(debtor("new", 0));
          return false;
        });
    timers.advance(PERIOD);
    assertThat(reminded).isEmpty();
    assertThat(timers.pending()).isEqualTo(1);
    timers.advance(PERIOD);
    assertThat(reminded).containsExactly("new");
    assertThat(timers.pending()).isZero();
  }

  @Test
  void oneThatThrowsCostsTheOthersNothing() {
    reminders.add(debtor("before", 1));
    reminders.add(
        () -> {
          throw new IllegalStateException("expected");
        });
    reminders.add(debtor("behind", 1));
    timers.advance(PERIOD.multipliedBy(5));
    assertThat(reminded).containsExactlyInAnyOrder("before", "behind", "before", "behind");
    assertThat(timers.pending()).isZero();
  }
}
