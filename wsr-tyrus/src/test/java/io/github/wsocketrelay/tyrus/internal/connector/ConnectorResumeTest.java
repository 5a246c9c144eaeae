package io.github.wsocketrelay.tyrus.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of a connector's tunnel and flows when links are lost and come back. */
class ConnectorResumeTest {
  /** How long a number whose end was not confirmed is not used. */
  private static final Duration ABANDONED = TestConnector.IDLE.multipliedBy(2).plusSeconds(60);

  /** The time between two new flows that may go on for ever. */
  private static final Duration PACE =
      Duration.ofSeconds(1).dividedBy(FlowPace.NEW_FLOWS_PER_SECOND);

  private final TestConnector connector = new TestConnector(7_777).opened(0);

  private void receive(int client, String payload) {
    connector.local(0).receive(payload, TestConnector.client(client));
  }

  private void linkIsLost() {
    connector.link.endedWith(1_006, "");
  }

  /** The tunnel is open over a new link, whatever became of the one before. */
  private void returns() {
    connector.dialled().link.receive(TestConnector.openedBy(1, 0));
  }

  private void pass(Duration time) {
    connector.ticker.advance(time);
    connector.core.sweep();
  }

  // ---- links

  @Test
  void keepsFlowsTheirNumbersAndThePortWhenItComesBack() {
    receive(4_000, "a");
    receive(4_001, "b");
    linkIsLost();
    returns();
    assertThat(connector.link.newMessages())
        .containsExactly(
            new ControlMessage.FlowOpened(0, 0, 0), new ControlMessage.FlowOpened(0, 1, 0));
    receive(4_001, "c");
    connector.link.receiveDatagram(0, 0, "to the first");
    assertThat(connector.link.datagrams()).containsExactly("0/1:c");
    assertThat(connector.local(0).sent()).containsExactly("4000:to the first");
    assertThat(connector.udp.all()).hasSize(1);
    assertThat(connector.events)
        .containsExactly(
            "flow opened 4000 at 7777", "flow opened 4001 at 7777", "answered", "opened by 1");
  }

  @Test
  void tellsOnceThatTheRelayHasAnsweredAndBeforeAnythingElse() {
    connector.dialled().link.receive(new ControlMessage.Waiting());
    connector.link.receive(TestConnector.openedBy(1, 0));
    connector.link.receive(new ControlMessage.ServerAway());
    connector.link.receive(new ControlMessage.Waiting());
    assertThat(connector.events).containsExactly("answered", "away", "opened by 1", "away", "away");
  }

  @Test
  void takesTheLossOfTheServerBeforeItHasAcceptedForAnAnswer() {
    connector.dialled().link.receive(new ControlMessage.ServerAway());
    assertThat(connector.events).containsExactly("answered", "away");
    connector.link.receive(TestConnector.openedBy(1, 0));
    assertThat(connector.events).containsExactly("answered", "away", "opened by 1");
  }

  @Test
  void opensNothingOverALinkThatWasGivenUpAsItWasAnswered() {
    connector.wantsAnswered = false;
    connector.dialled().link.receive(TestConnector.openedBy(1, 0));

    assertThat(connector.events).containsExactly("answered");
    assertThat(connector.link.closeCode()).isEqualTo(1_006);
    assertThat(connector.core.trafficStats().openTunnels()).isZero();
    assertThat(connector.endings).isEmpty();
  }

  @Test
  void opensTheTunnelOnlyWhenItsOwnerWantsTheLinkAndTakesItsEpochOnlyThen() {
    connector.admits = false;
    connector.dialled();
    assertThat(connector.link.texts()).isEmpty();
    assertThat(connector.link.closeCode()).isEqualTo(1_006);
    assertThat(connector.endings).isEmpty();
    connector.admits = true;
    connector.dialledWithoutGreeting().link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    assertThat(connector.link.only(ControlMessage.Open.class).epoch())
        .isEqualTo(TestConnector.EPOCH + 1);
  }

  @Test
  void nothingIsHeardOfALinkThatIsAbandoned() {
    receive(4_000, "a");
    connector.session.abandon();
    assertThat(connector.endings).isEmpty();
    assertThat(connector.timers.pending()).isZero();
    assertThat(connector.openFlows()).isEqualTo(1);
    receive(4_000, "waits");
    returns();
    assertThat(connector.link.datagrams()).containsExactly("0/0:waits");
  }

  @Test
  void theLateEndOfAnOldLinkChangesNothing() {
    FakeLink old = connector.link;
    returns();
    old.receive(new ControlMessage.Refused(4_409, "superseded", null));
    old.endedWith(4_409, "superseded");
    receive(4_000, "a");
    assertThat(connector.link.datagrams()).containsExactly("0/0:a");
  }

  @Test
  void aLinkThatEndsWhileItWaitsDoesNotDisturbTheNewOne() {
    connector.dialled().link.receive(new ControlMessage.Waiting());
    FakeLink waiting = connector.link;
    returns();
    waiting.endedWith(1_006, "");
    receive(4_000, "a");
    assertThat(connector.link.datagrams()).containsExactly("0/0:a");
  }

  @Test
  void lateMessagesOfAnOldLinkChangeNothing() {
    receive(4_000, "a");
    FakeLink old = connector.link;
    returns();
    connector.events.clear();
    old.receive(new ControlMessage.ServerAway());
    old.receive(new ControlMessage.Waiting());
    old.receive(new ControlMessage.FlowClosed(0, 0));
    old.receive(TestConnector.openedBy(1, 0));
    assertThat(connector.events).isEmpty();
    receive(4_000, "b");
    assertThat(connector.link.datagrams()).containsExactly("0/0:b");
    assertThat(old.datagrams()).containsExactly("0/0:a");
  }

  @Test
  void theOldLinkCarriesOnUntilTheRelayHasAnsweredOverTheNewOne() {
    connector.dialled();
    FakeLink fresh = connector.link;
    receive(4_000, "a");
    assertThat(fresh.datagrams()).isEmpty();
    assertThat(connector.dropped(DropReason.LINK_DOWN)).isZero();
    fresh.receive(TestConnector.openedBy(1, 0));
    receive(4_000, "b");
    assertThat(fresh.datagrams()).containsExactly("0/0:b");
  }

  @Test
  void endsForGoodWhenAnotherExposersKeyComesOverALaterLink() {
    linkIsLost();
    connector.endings.clear();
    connector.dialled().link.receive(TestConnector.openedBy(2, 0));
    assertThat(connector.link.closeCode()).isEqualTo(1_000);
    assertThat(connector.endings)
        .singleElement()
        .matches(ending -> ending.reason() == CloseReason.REJECTED);
    assertThat(connector.events).isEmpty();
  }

  @Test
  void passesOnWhenToComeBackToARelayThatGoesAway() {
    connector.link.receive(new ControlMessage.GoingAway(500));
    assertThat(connector.events).startsWith("relay goes away for 500");
  }

  // ---- datagrams meanwhile

  @Test
  void whatLocalProgramsSendMeanwhileGoesFirstOnReturnUnlessItIsStale() {
    receive(4_000, "a");
    linkIsLost();
    receive(4_000, "stale");
    connector.ticker.advance(Duration.ofMillis(60));
    receive(4_000, "fresh");
    receive(4_001, "of a new program");
    connector.ticker.advance(Duration.ofMillis(60));
    returns();
    receive(4_000, "later");
    assertThat(connector.link.newMessages())
        .containsExactly(
            new ControlMessage.FlowOpened(0, 0, 0), new ControlMessage.FlowOpened(0, 1, 0));
    assertThat(connector.link.datagrams())
        .containsExactlyInAnyOrder("0/0:fresh", "0/1:of a new program", "0/0:later")
        .containsSubsequence("0/0:fresh", "0/0:later");
    assertThat(connector.dropped(DropReason.STALE)).isEqualTo(1);
    assertThat(connector.core.trafficStats().totalDropped()).isEqualTo(1);
  }

  @Test
  void dropsWhatLocalProgramsSendBeforeTheTunnelWasOpenForTheFirstTime() {
    TestConnector early = new TestConnector(7_777).greeted();
    early.local(0).receive("a", TestConnector.client(4_000));
    early.link.endedWith(1_006, "");
    early.local(0).receive("b", TestConnector.client(4_000));
    early.dialled().link.receive(TestConnector.openedBy(1, 0));
    assertThat(early.link.datagrams()).isEmpty();
    assertThat(early.dropped(DropReason.TUNNEL_NOT_OPEN)).isEqualTo(2);
    assertThat(early.openFlows()).isZero();
  }

  @Test
  void aLossLeavesPortsAndFlowsOpen() {
    receive(4_000, "a");
    linkIsLost();
    receive(4_000, "b");
    assertThat(connector.core.trafficStats().totalDropped()).isZero();
    assertThat(connector.local(0).isClosed()).isFalse();
    assertThat(connector.openFlows()).isEqualTo(1);
    assertThat(connector.core.trafficStats().openTunnels()).isZero();
  }

  @Test
  void opensOnlySoManyFlowsWhileItIsAway() {
    linkIsLost();
    for (int i = 0; i <= FlowPace.MAX_FLOWS; i++) {
      receive(10_000 + i, "x");
      connector.ticker.advance(PACE);
    }
    assertThat(connector.openFlows()).isEqualTo(FlowPace.MAX_FLOWS);
    assertThat(connector.dropped(DropReason.NO_FLOW)).isEqualTo(1);
  }

  // ---- flow numbers

  @Test
  void tellsOfFlowsThatEndedMeanwhileBeforeThoseThatLive() {
    receive(4_000, "a");
    receive(4_001, "b");
    linkIsLost();
    connector.ticker.advance(TestConnector.IDLE.minusSeconds(1));
    receive(4_001, "still there");
    pass(Duration.ofSeconds(1));
    returns();
    assertThat(connector.link.newMessages())
        .containsExactly(
            new ControlMessage.FlowClosed(0, 0), new ControlMessage.FlowOpened(0, 1, 0));
  }

  @Test
  void tellsAgainOfAnEndThatWasNotConfirmedBeforeTheLoss() {
    receive(4_000, "a");
    pass(TestConnector.IDLE);
    linkIsLost();
    returns();
    assertThat(connector.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(0, 0));
    connector.link.receive(new ControlMessage.FlowClosed(0, 0)); // the answer
    linkIsLost();
    returns();
    assertThat(connector.link.newMessages()).isEmpty();
  }

  @Test
  void usesNoNumberAgainWhoseEndTheExposerCouldNotHearOf() {
    receive(4_000, "a");
    linkIsLost();
    pass(TestConnector.IDLE);
    pass(ABANDONED.multipliedBy(10)); // the server may have kept the exposer's flow busy
    useUpNumbers();
    receive(4_001, "b");
    returns();
    assertThat(connector.link.newMessages())
        .startsWith(new ControlMessage.FlowClosed(0, 0))
        .doesNotContain(new ControlMessage.FlowOpened(0, 0, 0))
        .hasSize(2);
  }

  /** Goes once around all numbers, with flows that the exposer never hears of. */
  private void useUpNumbers() {
    for (int round = 0; round < 0x10000 / FlowPace.MAX_FLOWS; round++) {
      for (int i = 0; i < FlowPace.MAX_FLOWS; i++) {
        receive(10_000 + i, "x");
        connector.ticker.advance(PACE);
      }
      pass(TestConnector.IDLE);
    }
    assertThat(connector.openFlows()).isZero();
  }

  @Test
  void doesNotTellOfFlowsThatBeganAndEndedMeanwhile() {
    linkIsLost();
    receive(4_000, "a");
    pass(TestConnector.IDLE);
    returns();
    assertThat(connector.link.newMessages()).isEmpty();
  }

  @Test
  void tellsOfATargetWithoutAPortOnceHoweverOftenItComesBack() {
    connector.udp.use(7_778);
    for (int i = 0; i < 3; i++) {
      linkIsLost();
      connector.dialled().link.receive(TestConnector.openedBy(1, 0, 1));
    }
    assertThat(connector.events).containsOnlyOnce("target 1 unavailable at 7778");
  }

  @Test
  void aThousandReturnsLeaveOneFlowAndNoTimers() {
    receive(4_000, "a");
    for (int i = 0; i < 1_000; i++) {
      linkIsLost();
      returns();
    }
    assertThat(connector.openFlows()).isEqualTo(1);
    assertThat(connector.udp.all()).hasSize(1);
    linkIsLost();
    assertThat(connector.timers.pending()).isZero();
  }
}
