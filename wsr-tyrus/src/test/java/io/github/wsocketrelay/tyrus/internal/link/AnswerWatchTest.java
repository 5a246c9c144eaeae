package io.github.wsocketrelay.tyrus.internal.link;

import static io.github.wsocketrelay.tyrus.internal.link.Health.ALIVE;
import static io.github.wsocketrelay.tyrus.internal.link.Health.DEAD;
import static io.github.wsocketrelay.tyrus.internal.link.Health.SUSPECT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerWatchTest {
  private final AnswerWatch watch = new AnswerWatch();

  private void assertLooks(int looks, boolean asked, long answers, Health health) {
    for (int look = 1; look <= looks; look++) {
      assertThat(watch.look(asked, answers)).as("look " + look).isEqualTo(health);
    }
  }

  @Test
  void aPeerThatIsAskedAndSilentIsSuspectAtTheThirdLookAndDeadAtThe15th() {
    assertLooks(2, true, 0, ALIVE);
    assertLooks(12, true, 0, SUSPECT);
    assertLooks(5, true, 0, DEAD);
  }

  @Test
  void silenceBeforeTheQuestionCountsTowardsDeath() {
    assertLooks(1, true, 1, ALIVE); // The last answer.
    assertLooks(9, false, 1, ALIVE);
    assertLooks(2, true, 1, ALIVE);
    assertLooks(3, true, 1, SUSPECT);
    assertLooks(1, true, 1, DEAD);
  }

  @Test
  void aPeerThatNobodyAskedForLongHasTimeToAnswer() {
    assertLooks(1_000, false, 0, ALIVE);
    assertLooks(2, true, 0, ALIVE);
    assertLooks(1, true, 0, DEAD);
  }

  @Test
  void aPeerThatNobodyAsksIsAliveForever() {
    assertLooks(1_000_000, false, 7, ALIVE);
  }

  @Test
  void anyAnswerClearsAllDoubt() {
    assertLooks(2, true, 0, ALIVE);
    assertLooks(12, true, 0, SUSPECT);
    assertLooks(1, true, 1, ALIVE); // Though more is owed.
    assertLooks(2, true, 1, ALIVE);
    assertLooks(12, true, 1, SUSPECT);
    assertLooks(1, true, 1, DEAD);
    assertLooks(1, true, 2, ALIVE);
  }

  @Test
  void whatIsAnsweredBetweenTwoLooksWasNeverInDoubt() {
    assertLooks(2, true, 0, ALIVE);
    assertLooks(1, false, 1, ALIVE);
    assertLooks(2, true, 1, ALIVE);
    assertLooks(1, true, 1, SUSPECT);
  }
}
