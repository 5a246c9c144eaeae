package io.github.wsocketrelay.tyrus.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DropWatchTest {
  private static final int QUIET_STEPS = 3;

  private final TrafficCounters counters = new TrafficCounters();
  private final List<String> heard = new ArrayList<>();
  private final DropWatch watch = watch();

  private DropWatch watch() {
    counters.dropped(DropReason.TOO_LARGE, 100); // Lost before the watch began.
    return new DropWatch(
        counters.snapshot(0, 0),
        QUIET_STEPS,
        reason -> heard.add("began " + reason),
        lost -> heard.add("ended " + lost));
  }

  @Test
  void saysNothingWhileNothingIsLost() {
    look(10);

    assertThat(heard).isEmpty();
  }

  @Test
  void saysOncePerSpellThatLossesBegan() {
    for (int i = 0; i < 5; i++) {
      counters.dropped(DropReason.QUEUE_FULL);
      look(1);
    }

    assertThat(heard).containsExactly("began QUEUE_FULL");
  }

  @Test
  void namesTheMostFrequentReasonSinceTheLookBefore() {
    counters.dropped(DropReason.QUEUE_FULL, 2);
    counters.dropped(DropReason.NO_FLOW, 3);
    counters.dropped(DropReason.SEND_FAILED, 1);
    look(1);

    assertThat(heard).containsExactly("began NO_FLOW");
  }

  @Test
  void saysHowManyWereLostOnceTheLossesHaveStayedAway() {
    counters.dropped(DropReason.QUEUE_FULL, 2);
    look(1);
    counters.dropped(DropReason.NO_FLOW, 5);
    look(1);
    look(QUIET_STEPS - 1);
    assertThat(heard).containsExactly("began QUEUE_FULL");

    look(1);
    assertThat(heard).containsExactly("began QUEUE_FULL", "ended 7");
  }

  @Test
  void takesLossesAfterAShortPauseForTheSameSpell() {
    for (int i = 0; i < 3; i++) {
      counters.dropped(DropReason.QUEUE_FULL);
      look(1);
      look(QUIET_STEPS - 1);
    }
    assertThat(heard).containsExactly("began QUEUE_FULL");

    look(1);
    assertThat(heard).containsExactly("began QUEUE_FULL", "ended 3");
  }

  @Test
  void beginsANewSpellAfterTheEndOfOne() {
    counters.dropped(DropReason.QUEUE_FULL, 2);
    look(1 + QUIET_STEPS);
    counters.dropped(DropReason.NO_FLOW);
    look(1 + QUIET_STEPS);
    look(10);

    assertThat(heard).containsExactly("began QUEUE_FULL", "ended 2", "began NO_FLOW", "ended 1");
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      watch.look(counters.snapshot(0, 0));
    }
  }
}
