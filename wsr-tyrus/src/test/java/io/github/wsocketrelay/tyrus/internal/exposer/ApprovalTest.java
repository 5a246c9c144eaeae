package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.ExposerLimit;
import io.github.wsocketrelay.TunnelApproval;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether a connector may come is for the host's program to say. */
class ApprovalTest {
  private static final String ELSEWHERE = "198.51.100.7:5000";

  /** What was asked, and the answers that are due, in their order. */
  private final List<String> asked = new ArrayList<>();

  private final List<CompletableFuture<@Nullable Boolean>> answers = new ArrayList<>();
  private final TestExposer exposer = exposer(this::ask).registered();

  private static TestExposer exposer(TunnelApproval approval) {
    return new TestExposer(Map.of(ExposerLimit.TUNNELS, 3L), Optional.of(approval), 30_000, 7_777);
  }

  private CompletionStage<@Nullable Boolean> ask(TunnelApproval.TunnelRequested request) {
    asked.add(request.tunnel().substring(30) + " from port " + request.remoteAddress().getPort());
    answers.add(new CompletableFuture<>());
    return answers.get(answers.size() - 1);
  }

  private void asks(int channel, int tunnel, long epoch) {
    exposer.announce(channel, tunnel, epoch, TestExposer.REMOTE);
  }

  private void answer(int question, @Nullable Boolean answer) {
    answers.get(question).complete(answer);
  }

  private void assertSaid(ControlMessage... messages) {
    assertThat(exposer.link.newMessages()).containsExactly(messages);
  }

  private static ControlMessage accepted(int channel) {
    return new ControlMessage.TunnelAccepted(channel);
  }

  private static ControlMessage refused(int channel) {
    return new ControlMessage.TunnelRefused(channel, "denied");
  }

  private void assertNothingWaits() {
    assertThat(exposer.timers.pending()).isEqualTo(1); // the link's pings
  }

  // ---- answers

  @Test
  void aConnectorIsLetInWhenTheAnswerIsYes() {
    asks(1, 1, 5);
    assertThat(asked).containsExactly("01 from port 40000");
    assertSaid();
    assertThat(exposer.core.tunnels()).isEmpty();
    assertThat(exposer.events).isEmpty();

    answer(0, true);
    assertSaid(accepted(1));
    assertThat(exposer.events).containsExactly("tunnel opened 40000");
    assertNothingWaits();
    exposer.flow(1, 0);
    exposer.link.receiveDatagram(1, 0, "x");
    assertThat(exposer.udp.last().sent()).containsExactly("7777:x");
  }

  @Test
  void aConnectorIsRefusedWhenTheAnswerIsNo() {
    asks(1, 1, 5);
    answer(0, false);
    assertSaid(refused(1));
    exposer.tunnelClosed(1, 5, "closed");
    assertThat(exposer.core.tunnels()).isEmpty();
    assertThat(exposer.events).isEmpty();
    assertNothingWaits();
  }

  @Test
  void carriesNothingBeforeTheAnswer() {
    asks(1, 1, 5);
    exposer.openFlow(1, 0, 0);
    exposer.link.receiveDatagram(1, 0, "early");
    assertThat(exposer.udp.all()).isEmpty();
  }

  @Test
  void aNullAnswerOrAFailureOrAThrowIsARefusal() {
    asks(1, 1, 5);
    answer(0, null);
    assertSaid(refused(1));
    asks(2, 2, 5);
    answers.get(1).completeExceptionally(new IllegalStateException("the list cannot be read"));
    assertSaid(refused(2));
    TestExposer throwing =
        exposer(
                request -> {
                  throw new IllegalStateException("out of order");
                })
            .registered();
    throwing.announce(1, 1, 5, TestExposer.REMOTE);
    assertThat(throwing.link.newMessages()).containsExactly(refused(1));
    assertNothingWaits();
  }

  /** Whoever has the ID decides how often the program is asked. */
  @Test
  void aProgramThatFailsForEachConnectorIsLoggedOnce() {
    List<LogRecord> logged = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            logged.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(Approvals.class.getName());
    logger.addHandler(handler);
    try {
      for (int tunnel = 1; tunnel <= 3; tunnel++) {
        asks(tunnel, tunnel, 5);
        answers.get(tunnel - 1).completeExceptionally(new IllegalStateException("out of order"));
      }
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(logged).singleElement().satisfies(it -> assertThat(it.getThrown()).isNotNull());
  }

  @Test
  @SuppressWarnings("NullAway") // as a program might
  void aProgramThatReturnsNothingRefuses() {
    TestExposer careless = exposer(request -> null).registered();
    careless.announce(1, 1, 5, TestExposer.REMOTE);
    assertThat(careless.link.newMessages()).containsExactly(refused(1));
  }

  @Test
  void anAnswerThatComesTooLateIsARefusal() {
    asks(1, 1, 5);
    exposer.timers.advance(TestExposer.APPROVAL_TIMEOUT.minusMillis(1));
    assertThat(exposer.link.messages()).doesNotContain(refused(1));
    exposer.timers.advance(Duration.ofMillis(1));
    assertThat(exposer.link.messages()).contains(refused(1));
    answer(0, true);
    assertThat(exposer.link.messages()).doesNotContain(accepted(1));
    assertThat(exposer.core.tunnels()).isEmpty();
    assertNothingWaits();
  }

  @Test
  void theProgramIsAskedAndAnswersWithNoLockHeld() {
    TestExposer asking =
        exposer(
                request -> {
                  return CompletableFuture.completedFuture(true);
                })
            .registered();
    asking.waitsForAnotherThread(asking.core::waitingTunnels);
    asking.announce(1, 1, 5, TestExposer.REMOTE);
    assertThat(asking.link.newMessages()).containsExactly(accepted(1));
    assertThat(asking.events).containsExactly("tunnel opened 40000");
  }

  // ---- who is asked about

  @Test
  void isNotAskedAboutAConnectorThatDoesNotKnowTheServerId() {
    exposer.link.receive(
        new ControlMessage.TunnelOpened(
            1, TestExposer.tunnel(1), 5, new byte[32], TestExposer.REMOTE));
    assertSaid(refused(1));
    assertThat(asked).isEmpty();
  }

  @Test
  void isAskedOnceForEachTunnelWhateverBecomesOfLinks() {
    asks(1, 1, 5);
    answer(0, true);
    exposer.link.newMessages();
    exposer.tunnelClosed(1, 5, "lost");
    exposer.announced(2, 1, 6);
    exposer.link.receive(
        new ControlMessage.TunnelResumed(2, 7, TestExposer.sideProof(1, 7), ELSEWHERE));
    exposer.link.endedWith(1_006, "");
    exposer.dialled().registered().announced(1, 1, 7);
    assertThat(asked).hasSize(1);
    asks(2, 2, 5);
    assertThat(asked).containsExactly("01 from port 40000", "02 from port 40000");
  }

  @Test
  void aConnectorThatWasRefusedMayNotAskAgainAsTheSameTunnel() {
    asks(1, 1, 5);
    answer(0, false);
    exposer.link.newMessages();
    exposer.tunnelClosed(1, 5, "closed");
    asks(2, 1, 6);
    assertSaid(refused(2));
    assertThat(asked).hasSize(1);
  }

  // ---- ends before the answer

  @Test
  void anAnswerForAConnectorThatLeftDoesNothing() {
    asks(1, 1, 5);
    exposer.tunnelClosed(1, 5, "left");
    answer(0, true);
    assertSaid();
    assertThat(exposer.core.tunnels()).isEmpty();
    assertThat(exposer.events).isEmpty();
    assertNothingWaits();
  }

  @Test
  void anAnswerHoldsForAConnectorThatComesAgainAfterIt() {
    asks(1, 1, 5);
    exposer.tunnelClosed(1, 5, "lost");
    answer(0, true);
    assertSaid();
    exposer.announce(2, 1, 6, ELSEWHERE);
    assertSaid(accepted(2));
    assertThat(exposer.events).containsExactly("tunnel opened 5000");
    assertThat(asked).hasSize(1);
    assertNothingWaits();
  }

  @Test
  void anAnswerHoldsForAConnectorThatCameAgainBeforeIt() {
    asks(1, 1, 5);
    exposer.tunnelClosed(1, 5, "lost");
    asks(2, 1, 6);
    assertSaid();
    answer(0, true);
    assertSaid(accepted(2));
    assertThat(asked).hasSize(1);
  }

  @Test
  void aConnectorMayChangeItsLinkWhileItWaits() {
    asks(1, 1, 5);
    exposer.link.receive(
        new ControlMessage.TunnelResumed(1, 6, TestExposer.sideProof(1, 6), ELSEWHERE));
    exposer.link.receive(new ControlMessage.TunnelClosed(1, 5, "lost")); // of its earlier link
    assertSaid();
    answer(0, true);
    assertSaid(accepted(1));
    assertThat(exposer.events).containsExactly("tunnel opened 5000");
  }

  @Test
  void theAnswerHoldsWhereTheExposersOwnLinkWasLostMeanwhile() {
    asks(1, 1, 5);
    asks(2, 2, 5);
    asks(3, 3, 5);
    exposer.link.endedWith(1_006, "");
    answer(0, true);
    answer(1, false);
    exposer.dialled().registered();
    asks(1, 1, 5);
    assertSaid(accepted(1));
    asks(2, 2, 5);
    assertSaid(refused(2));
    asks(3, 3, 5);
    assertSaid();
    answer(2, true);
    assertSaid(accepted(3));
    assertThat(asked).hasSize(3);
    assertNothingWaits();
  }

  @Test
  void anAnswerIsForgottenWhenItsConnectorDoesNotComeBackInTime() {
    asks(1, 1, 5);
    exposer.tunnelClosed(1, 5, "lost");
    answer(0, true);
    exposer.pass(TestExposer.GRACE);
    asks(2, 1, 6);
    assertSaid();
    assertThat(asked).hasSize(2);
  }

  @Test
  void nothingIsLeftOfAQuestionWhenTheExposerCloses() {
    asks(1, 1, 5);
    exposer.core.close();
    assertNothingWaits();
    answer(0, true);
    assertSaid();
    assertThat(exposer.core.tunnels()).isEmpty();
    asks(2, 2, 5);
    assertThat(asked).hasSize(1);
  }

  // ---- how many

  @Test
  void thoseThatWaitForAnAnswerCountAsTunnels() {
    asks(1, 1, 5);
    asks(2, 2, 5);
    answer(1, true);
    asks(3, 3, 5);
    exposer.link.newMessages();
    asks(4, 4, 5);
    assertSaid(new ControlMessage.TunnelRefused(4, "limit-reached"));
    assertThat(asked).hasSize(3);
    assertThat(exposer.hits(ExposerLimit.TUNNELS)).isEqualTo(1);
    exposer.tunnelClosed(1, 5, "left");
    asks(5, 4, 6); // It was for now.
    assertThat(asked).hasSize(4);
  }

  @Test
  void thoseThatWereLostMakeRoomForOthers() {
    for (int tunnel = 1; tunnel <= 100; tunnel++) {
      asks(tunnel, tunnel, 5);
      exposer.tunnelClosed(tunnel, 5, "lost");
    }
    assertThat(asked).hasSize(100);
    assertThat(exposer.hits(ExposerLimit.TUNNELS)).isZero();
    assertThat(exposer.timers.pending()).isEqualTo(4);
    answer(0, true); // forgotten by now
    asks(101, 1, 6);
    assertThat(asked).hasSize(101);
  }

  @Test
  void aTunnelThatIsLostDoesNotCountAndWaitsWhereItFindsNoPlace() {
    for (int tunnel = 1; tunnel <= 4; tunnel++) {
      asks(tunnel, tunnel, 5);
      answer(tunnel - 1, true);
      exposer.link.newMessages();
      if (tunnel == 1) {
        exposer.tunnelClosed(1, 5, "lost");
      }
    }
    asks(5, 1, 6);
    assertSaid(new ControlMessage.TunnelRefused(5, "limit-reached"));
    assertThat(exposer.core.waitingTunnels()).isEqualTo(1);
    exposer.tunnelClosed(2, 5, "left");
    asks(6, 1, 7);
    assertSaid(accepted(6));
  }
}
