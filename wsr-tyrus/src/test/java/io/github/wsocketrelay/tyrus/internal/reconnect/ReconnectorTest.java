package io.github.wsocketrelay.tyrus.internal.reconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.ReconnectPolicy;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.Health;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a side does when its link is lost, and when an attempt fails. */
final class ReconnectorTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestSide side = TestSide.linked();

  private static Ending refusal(RejectReason reason, @Nullable Duration retryAfter) {
    return new Ending(CloseReason.REJECTED, new RejectedException("refused", reason, retryAfter));
  }

  private static TestSide with(ReconnectPolicy policy) {
    TestSide side = new TestSide(List.of(TestSide.RELAY), policy, Duration.ZERO);
    side.reconnector.start();
    side.last().answer();
    side.heard();
    return side;
  }

  @Test
  void dialsAgainAfterADelayWhenTheLinkIsLostAndTellsOfBoth() {
    side.last().lose();

    assertThat(side.heard()).containsExactly("lost, next in 500");
    side.advance(Duration.ofMillis(490));
    assertThat(side.dials).hasSize(1);
    side.advance(Duration.ofMillis(10));
    assertThat(side.dials).hasSize(2);
    side.last().answer();
    assertThat(side.heard()).containsExactly("restored at ws://relay after 500");
    assertThat(side.last().uri).hasToString("ws://relay/path");
  }

  @Test
  void triesForEverOnceASecondInTheFirstMinuteAndThenLessAndLessOften() {
    side.last().lose();
    side.heard();

    int before = side.dials.size();
    for (int i = 0; i < 600; i++) {
      side.advance(Duration.ofMillis(100));
      if (!side.last().future.isDone()) {
        side.last().fail();
      }
    }
    assertThat(side.dials.size() - before).isBetween(55, 65);
    assertThat(side.heard()).contains("failed 3, next in 1000");

    for (int i = 0; i < 600; i++) {
      side.advance(SECOND);
      if (!side.last().future.isDone()) {
        side.last().fail();
      }
    }
    assertThat(side.heard()).last().asString().endsWith("next in 30000");
  }

  @Test
  void waitsTheFirstDelayAgainAfterALinkThatHeldForHalfAMinuteOnly() {
    side.last().lose();
    side.advance(Duration.ofMillis(500));
    side.last().answer();
    side.advance(Duration.ofSeconds(29));
    side.last().lose();
    assertThat(side.heard()).last().isEqualTo("lost, next in 1000");
    side.advance(SECOND);
    side.last().answer();
    side.advance(Duration.ofSeconds(30));
    side.last().lose();
    assertThat(side.heard()).last().isEqualTo("lost, next in 500");
  }

  @Test
  void comesBackLessOftenToARelayWhoseLinksNeverHold() {
    for (int i = 0; i < 12; i++) {
      side.last().lose();
      side.advance(Duration.ofSeconds(5));
      side.last().answer();
    }
    side.last().lose();

    assertThat(side.heard()).last().isEqualTo("lost, next in 5000");
  }

  @Test
  void anAttemptThatHangsDoesNotDelayTheNext() {
    side.last().lose();
    side.advance(Duration.ofMillis(500));
    side.advance(Duration.ofSeconds(3));
    assertThat(side.dials).hasSize(3);

    side.last().answer();

    assertThat(side.dials.get(1).isGivenUp()).isTrue();
    assertThat(side.heard()).last().asString().startsWith("restored");
  }

  @Test
  void fewAttemptsHangAtATime() {
    side.last().lose();
    side.advance(Duration.ofSeconds(60));

    assertThat(side.dials.subList(1, side.dials.size()).stream().filter(dial -> !dial.isGivenUp()))
        .hasSizeLessThanOrEqualTo(3);
    assertThat(side.dials).hasSizeBetween(15, 25);
  }

  @Test
  void ofSeveralLinksOnlyOneGoesBeyondTheGreeting() {
    side.last().lose();
    side.advance(Duration.ofMillis(3_500));
    TestSide.Dial first = side.dials.get(1);
    TestSide.Dial second = side.dials.get(2);

    // The test side makes the session on the last dial's link.
    assertThat(second.greet()).isTrue();
    assertThat(first.future.isDone()).isFalse();
    second.answered();

    assertThat(first.isGivenUp()).isTrue();
    assertThat(second.isGivenUp()).isFalse();
  }

  @Test
  void aRelayThatGreetsAndThenDoesNotAnswerIsDialledAgain() {
    side.last().lose();
    side.advance(Duration.ofMillis(500));
    assertThat(side.last().greet()).isTrue();

    side.advance(Reconnector.ANSWER_LIMIT);
    assertThat(side.dials.get(1).isGivenUp()).isTrue();
    side.advance(SECOND);

    assertThat(side.dials).hasSize(3);
    side.last().answer();
    assertThat(side.heard()).last().asString().startsWith("restored");
  }

  @Test
  void dialsBesideALinkThatIsSuspectAndTheFirstThatAnswersWins() {
    TestSide.Dial old = side.last();
    old.health = Health.SUSPECT;
    side.reconnector.look();
    assertThat(side.dials).hasSize(2);
    side.reconnector.look();
    assertThat(side.dials).hasSize(2);

    side.last().answer();

    assertThat(old.abandoned).isTrue();
    assertThat(side.heard()).isEmpty(); // Nothing was lost as far as anybody can see.
    old.lose();
    assertThat(side.heard()).isEmpty();
    assertThat(side.dials).hasSize(2);
  }

  @Test
  void theRelayMayEndTheOldLinkBeforeItsAnswerOnTheNewOneArrives() {
    TestSide.Dial old = side.last();
    old.health = Health.SUSPECT;
    side.reconnector.look();
    assertThat(side.last().greet()).isTrue();
    old.end(superseded());
    assertThat(side.heard()).isEmpty();
    side.last().answered();

    assertThat(side.heard()).isEmpty();
    side.last().lose();
    assertThat(side.heard()).containsExactly("lost, next in 500");
  }

  @Test
  void aLinkThatWasToBeReplacedAndWasNotIsLost() {
    TestSide.Dial old = side.last();
    old.health = Health.SUSPECT;
    side.reconnector.look();
    side.last().greet();
    old.end(superseded());
    side.last().lose();

    assertThat(side.heard()).containsExactly("lost, next in 500");
    side.advance(SECOND);
    side.last().answer();
    assertThat(side.heard()).last().asString().startsWith("restored");
  }

  private static Ending superseded() {
    return new Ending(
        CloseReason.SUPERSEDED, new RejectedException("again", RejectReason.SUPERSEDED, null));
  }

  @Test
  void callsTheDialBesideOffWhenTheLinkAnswersAgain() {
    side.last().health = Health.SUSPECT;
    side.reconnector.look();
    side.dials.get(0).health = Health.ALIVE;
    side.reconnector.look();

    assertThat(side.last().isGivenUp()).isTrue();
    assertThat(side.dials.get(0).isGivenUp()).isFalse();
  }

  @Test
  void keepsDiallingBesideWhileTheLinkIsSuspect() {
    side.last().health = Health.SUSPECT;
    for (int i = 0; i < 5; i++) {
      side.reconnector.look();
      side.last().fail();
    }

    assertThat(side.dials).hasSize(6);
    assertThat(side.heard()).isEmpty();
  }

  @Test
  void aDeadLinkIsGivenUpAndLost() {
    side.last().health = Health.DEAD;
    side.reconnector.look();

    assertThat(side.dials.get(0).abandoned).isTrue();
    assertThat(side.heard()).containsExactly("lost, next in 500");
  }

  @Test
  void comesBackWhenTheRelayAskedForIt() {
    side.last().goingAway(Duration.ofSeconds(7));
    side.last()
        .end(
            new Ending(
                CloseReason.RELAY_GOING_AWAY, new RelayUnreachableException("restarting", null)));

    assertThat(side.heard()).containsExactly("lost, next in 7000");
    side.advance(Duration.ofMillis(6_990));
    assertThat(side.dials).hasSize(1);
    side.advance(Duration.ofMillis(10));
    assertThat(side.dials).hasSize(2);
    side.last().fail();
    assertThat(side.heard()).containsExactly("failed 1, next in 1000"); // Once only.
  }

  @Test
  void comesBackWhenARefusalOrAProxySaidSo() {
    side.last().end(refusal(RejectReason.RATE_LIMITED, Duration.ofSeconds(20)));
    assertThat(side.heard()).containsExactly("lost, next in 20000");
    side.advance(Duration.ofSeconds(20));
    side.last().fail(new RelayUnreachableException("503", null, Duration.ofSeconds(3)));
    assertThat(side.heard()).containsExactly("failed 1, next in 3000");
  }

  @Test
  void nobodyKeepsItFromDiallingForMoreThanAnHour() {
    side.last().goingAway(Duration.ofDays(24));
    side.last().lose();
    assertThat(side.heard()).containsExactly("lost, next in 3600000");
    side.advance(Duration.ofHours(1));
    side.last().fail(new RelayUnreachableException("503", null, Duration.ofSeconds(1L << 60)));
    assertThat(side.heard()).containsExactly("failed 1, next in 3600000");
  }

  @Test
  void aRefusalForGoodEndsTheSide() {
    side.last().end(refusal(RejectReason.SUPERSEDED, null));

    assertThat(side.heard()).containsExactly("given up: REJECTED");
    side.advance(Duration.ofMinutes(5));
    assertThat(side.dials).hasSize(1);
  }

  @Test
  void aRefusalForGoodOfALaterRegistrationEndsTheSide() {
    side.last().lose();
    side.advance(Duration.ofMillis(500));
    side.last().greet();
    side.last().end(refusal(RejectReason.TAKEN, null));

    assertThat(side.heard()).last().isEqualTo("given up: REJECTED");
  }

  @Test
  void aRefusalOnALinkThatIsNotTheCurrentOneEndsNothing() {
    side.last().health = Health.SUSPECT;
    side.reconnector.look();
    side.last().greet();
    side.last().end(refusal(RejectReason.SUPERSEDED, null));

    assertThat(side.heard()).isEmpty();
    assertThat(side.dials.get(0).isGivenUp()).isFalse();
  }

  @Test
  void aHandshakeThatARestartingProxyRefusesIsTriedAgain() {
    side.last().lose();
    side.advance(Duration.ofMillis(500));
    side.last().fail(new RejectedException("HTTP 403", RejectReason.UNAUTHORIZED, null));

    assertThat(side.heard()).last().isEqualTo("failed 1, next in 1000");
  }

  @Test
  void theMachineWokeUpSoTheLinkIsTestedAndDialledBesideAtOnce() {
    side.reconnector.look();
    side.sleep(Duration.ofHours(8));
    side.reconnector.look();

    assertThat(side.dials.get(0).pings).isEqualTo(1);
    assertThat(side.dials).hasSize(2);
    side.reconnector.look();
    assertThat(side.last().isGivenUp()).isTrue(); // It answers.
  }

  @Test
  void theMachineWokeUpSoTheNextAttemptComesAtOnce() {
    side.last().lose();
    side.advance(Duration.ofMillis(100));
    side.reconnector.look();
    side.sleep(Duration.ofSeconds(6));
    side.reconnector.look();

    assertThat(side.dials).hasSize(2);
    side.advance(Duration.ofMillis(600));
    assertThat(side.dials).hasSize(2); // The one that was due is this one.
  }

  @Test
  void neverMeansThatALostLinkEndsTheSide() {
    TestSide never = with(ReconnectPolicy.NEVER);
    never.last().lose();

    assertThat(never.heard()).containsExactly("given up: LINK_LOST");
  }

  @Test
  void givesUpWhenThePolicySaysSo() {
    TestSide patient = with(ReconnectPolicy.FOR_EVER.givingUpAfter(Duration.ofSeconds(10)));
    patient.last().lose();
    for (int i = 0; i < 30; i++) {
      patient.advance(SECOND);
      if (!patient.last().future.isDone()) {
        patient.last().fail();
      }
    }

    assertThat(patient.heard()).last().isEqualTo("given up: LINK_LOST");
    assertThat(patient.dials).hasSizeLessThan(12);
  }

  @Test
  void closingLeavesTheLinkAndGivesUpAllThatIsDialled() {
    side.last().health = Health.SUSPECT;
    side.reconnector.look();
    side.reconnector.close();

    assertThat(side.dials.get(0).left).isTrue();
    assertThat(side.last().isGivenUp()).isTrue();
    assertThat(side.dialerClosed).isTrue();
    assertThat(side.last().greet()).isFalse();
    side.advance(Duration.ofMinutes(1));
    side.dials.get(0).lose();
    assertThat(side.dials).hasSize(2);
    assertThat(side.heard()).isEmpty();
  }

  @Test
  void manyLossesLeaveNothingBehind() {
    for (int i = 0; i < 1_000; i++) {
      side.last().lose();
      side.advance(SECOND.multipliedBy(31));
      side.last().answer();
    }

    assertThat(side.timers.pending()).isZero();
  }

  @Test
  void isNotEndedByItsOwnNewLinkWhoseAnswerComesAfterTheOldOnesEnd() {
    side.last().health = Health.SUSPECT;
    side.reconnector.look();
    side.last().greet();
    side.dials.get(0).end(refusal(RejectReason.SUPERSEDED, null));
    assertThat(side.heard()).isEmpty();

    side.last().answered();

    assertThat(side.heard()).isEmpty(); // Nothing was lost as far as anybody can see.
    assertThat(side.last().isGivenUp()).isFalse();
    side.last().end(refusal(RejectReason.SUPERSEDED, null));
    assertThat(side.heard()).containsExactly("given up: REJECTED"); // By another one this time.
  }

  @Test
  void hasLostItsLinkWhenTheNewOneThatEndedItBreaks() {
    side.last().health = Health.SUSPECT;
    side.reconnector.look();
    side.last().greet();
    side.dials.get(0).end(refusal(RejectReason.SUPERSEDED, null));
    side.last().lose();

    assertThat(side.heard()).containsExactly("lost, next in 500");
    side.advance(Duration.ofMillis(500));
    side.last().answer();
    assertThat(side.heard()).containsExactly("restored at ws://relay after 500");
  }

  @Test
  void isNotEndedByItsOwnNewLinkThatWasGivenUp() {
    side.last().health = Health.SUSPECT;
    side.reconnector.look();
    side.last().greet();
    side.advance(Reconnector.ANSWER_LIMIT);
    side.dials.get(0).end(refusal(RejectReason.SUPERSEDED, null));

    assertThat(side.heard()).containsExactly("lost, next in 500");
  }

  @Test
  void givesUpWhenThePolicySaysSoAlsoWhereEveryAttemptHangs() {
    TestSide patient = with(ReconnectPolicy.FOR_EVER.givingUpAfter(Duration.ofSeconds(10)));
    patient.last().lose();
    patient.advance(Duration.ofSeconds(20));

    assertThat(patient.heard()).last().isEqualTo("given up: LINK_LOST");
  }

  @Test
  void triesLessAndLessOftenAlsoWhereEveryAttemptHangs() {
    side.last().lose();
    side.advance(Duration.ofMinutes(5));
    int before = side.dials.size();
    side.heard();
    side.advance(Duration.ofMinutes(10));

    assertThat(side.dials.size() - before).isBetween(15, 25);
    assertThat(side.heard()).last().asString().endsWith("next in 27000");
  }

  @Test
  void doesNotDialInABusyLoopWhenToldToComeBackAtOnce() {
    side.last().lose();
    side.advance(Duration.ofMillis(500));
    side.heard();
    side.last().fail(new RelayUnreachableException("503", null, Duration.ZERO));

    assertThat(side.heard()).containsExactly("failed 1, next in 1000");
  }

  @Test
  void comesBackWhenARelayThatGoesAwaySaysSoToANewLink() {
    side.last().lose();
    side.advance(Duration.ofMillis(500));
    side.heard();
    side.last().open();
    side.last().goingAway(Duration.ofSeconds(4));
    side.last().lose();

    assertThat(side.heard()).containsExactly("failed 1, next in 4000");
  }

  @Test
  void takesNoLinkThatIsAnsweredAfterItWasGivenUp() {
    side.last().lose();
    side.advance(Duration.ofMillis(500));
    TestSide.Dial late = side.last();
    late.greet();
    side.advance(Reconnector.ANSWER_LIMIT);
    side.heard();

    assertThat(late.answered()).isFalse();
    assertThat(side.heard()).isEmpty();
  }
}
