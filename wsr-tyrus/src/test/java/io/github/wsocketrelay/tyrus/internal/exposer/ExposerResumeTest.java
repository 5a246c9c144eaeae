package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.FakeUdpSockets;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an exposer's tunnels and flows when links are lost and come back. */
class ExposerResumeTest {
  private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 7_777);
  private static final String ELSEWHERE = "198.51.100.7:5000";

  private final TestExposer exposer = new TestExposer(30_000, 7_777).registered().tunnelOpened(1);
  private final FakeUdpSockets.Socket flow = exposer.flow(1, 0);

  private void exposerLosesItsLink() {
    exposer.link.endedWith(1_006, "");
  }

  /** The exposer registers over a new link, whatever became of the one before. */
  private TestExposer exposerReturns() {
    return exposer.dialled().registered();
  }

  private void connectorIsLost() {
    exposer.tunnelClosed(1, 5, "lost");
  }

  private void assertRefused(int channel) {
    assertThat(exposer.link.newMessages())
        .containsExactly(new ControlMessage.TunnelRefused(channel, "denied"));
  }

  private int tunnels() {
    return exposer.core.trafficStats().openTunnels();
  }

  // ---- the exposer's own link

  @Test
  void keepsFlowsAndPortsWhenItComesBackAndChannelsAreNumberedAnew() {
    exposer.tunnelOpened(2);
    FakeUdpSockets.Socket other = exposer.flow(2, 0);
    exposerLosesItsLink();
    exposerReturns();
    exposer.announced(1, 2, 5).announced(2, 1, 6);
    exposer.openFlow(1, 0, 0);
    exposer.openFlow(2, 0, 0);
    exposer.link.receiveDatagram(1, 0, "for two");
    exposer.link.receiveDatagram(2, 0, "for one");
    flow.receive("from one", SERVER);
    assertThat(other.sent()).containsExactly("7777:for two");
    assertThat(flow.sent()).containsExactly("7777:for one");
    assertThat(exposer.link.datagrams()).containsExactly("2/0:from one");
    assertThat(exposer.udp.all()).hasSize(2).noneMatch(FakeUdpSockets.Socket::isClosed);
    assertThat(exposer.events)
        .doesNotContain("tunnel lost 40000", "tunnel resumed 40000", "tunnel closed 40000");
  }

  @Test
  void isRegisteredByANewLinkWhileTheOldOneStillSeemsToLive() {
    FakeLink old = exposer.link;
    exposerReturns();
    flow.receive("waits", SERVER);
    assertThat(old.datagrams()).isEmpty();
    exposer.announced(1, 1, 5);
    assertThat(exposer.link.datagrams()).containsExactly("1/0:waits");
  }

  @Test
  void registersOnlyWhenItsOwnerWantsTheLink() {
    exposer.admits = false;
    exposer.dialled().link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    assertThat(exposer.link.newMessages()).isEmpty();
    assertThat(exposer.link.closeCode()).isEqualTo(1_006);
    assertThat(exposer.endings).isEmpty();
    flow.receive("goes on", SERVER);
    assertThat(exposer.dropped(DropReason.LINK_DOWN)).isZero();
  }

  @Test
  void isNotRegisteredByALinkThatWasGivenUpAsItWasAnswered() {
    exposer.wantsAnswered = false;
    exposerReturns();
    assertThat(exposer.link.closeCode()).isEqualTo(1_006);
    assertThat(exposer.endings).isEmpty();
    assertThat(exposer.timers.pending()).isEqualTo(1); // The first link's pinger.
  }

  @Test
  void aLinkThatHasBeenReplacedRefusesNobodyForGood() {
    FakeLink old = exposer.link;
    exposerReturns();
    old.newMessages();
    old.receive(
        new ControlMessage.TunnelOpened(
            9, TestExposer.tunnel(9), 5, TestExposer.sideProof(9, 5), TestExposer.REMOTE));
    assertThat(old.newMessages()).isEmpty();
  }

  @Test
  void takesAnEpochOnlyWhenItRegisters() {
    exposer.admits = false;
    exposer.dialled().link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    exposer.admits = true;
    exposer.dialled().link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    assertThat(exposer.link.only(ControlMessage.Register.class).epoch())
        .isEqualTo(TestExposer.EPOCH + 1);
  }

  @Test
  void nothingIsHeardOfALinkThatIsAbandoned() {
    exposer.session.abandon();
    assertThat(exposer.endings).isEmpty();
    assertThat(exposer.timers.pending()).isZero();
    assertThat(flow.isClosed()).isFalse();
    exposerReturns().announced(7, 1, 5);
    flow.receive("a", SERVER);
    assertThat(exposer.link.datagrams()).containsExactly("7/0:a");
  }

  @Test
  void theLateEndOfAnOldLinkChangesNothing() {
    FakeLink old = exposer.link;
    exposerReturns().announced(1, 1, 5);
    old.endedWith(1_006, "");
    flow.receive("a", SERVER);
    assertThat(exposer.link.datagrams()).containsExactly("1/0:a");
  }

  @Test
  void lateMessagesOfAnOldLinkChangeNothing() {
    FakeLink old = exposer.link;
    exposerReturns().announced(1, 1, 5);
    old.receive(new ControlMessage.FlowClosed(1, 0));
    old.receive(new ControlMessage.FlowOpened(1, 1, 0));
    old.receive(new ControlMessage.TunnelResumed(1, 9, TestExposer.sideProof(1, 9), ELSEWHERE));
    old.receive(new ControlMessage.TunnelClosed(1, 5, "left"));
    old.receive(new ControlMessage.TunnelClosed(1, 5, "lost"));
    old.receive(
        new ControlMessage.TunnelOpened(
            9, TestExposer.tunnel(9), 5, TestExposer.sideProof(9, 5), ELSEWHERE));
    assertThat(exposer.openFlows()).isEqualTo(1);
    assertThat(tunnels()).isEqualTo(1);
    flow.receive("a", SERVER);
    assertThat(exposer.link.datagrams()).containsExactly("1/0:a");
    exposer.link.receive(
        new ControlMessage.TunnelResumed(1, 6, TestExposer.sideProof(1, 6), ELSEWHERE));
    assertThat(exposer.link.newMessages()).isEmpty();
  }

  @Test
  void aRegistrationThatWasOvertakenByANewerOneDoesNotCount() {
    exposer.dialled().link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    FakeLink slow = exposer.link;
    exposerReturns().announced(1, 1, 5);
    slow.receive(new ControlMessage.Registered());
    assertThat(exposer.events).doesNotContain("registered");
    flow.receive("a", SERVER);
    assertThat(exposer.link.datagrams()).containsExactly("1/0:a");
  }

  // ---- taking a tunnel over

  @ParameterizedTest
  @ValueSource(longs = {5, 6, -1})
  void takesATunnelBackWithTheSameOrAHigherEpoch(long epoch) {
    exposerLosesItsLink();
    exposerReturns().announced(3, 1, epoch);
    flow.receive("a", SERVER);
    assertThat(exposer.link.datagrams()).containsExactly("3/0:a");
  }

  @Test
  void refusesATunnelWithALowerEpochAndKeepsItWaiting() {
    connectorIsLost();
    exposer.announce(2, 1, 4, TestExposer.REMOTE);
    assertRefused(2);
    exposer.tunnelClosed(2, 4, "closed");
    assertThat(flow.isClosed()).isFalse();
    exposer.announced(3, 1, 6);
    exposer.tunnelClosed(3, 6, "lost");
    exposer.announce(4, 1, 5, TestExposer.REMOTE);
    assertRefused(4);
  }

  @Test
  void refusesATunnelWithAWrongProofAndKeepsItWaiting() {
    connectorIsLost();
    exposer.link.receive(
        new ControlMessage.TunnelOpened(
            2, TestExposer.tunnel(1), 6, TestExposer.sideProof(1, 7), TestExposer.REMOTE));
    assertRefused(2);
    exposer.tunnelClosed(2, 6, "closed");
    assertThat(flow.isClosed()).isFalse();
    exposer.announced(3, 1, 6);
  }

  @Test
  void refusesATunnelThatIsOnAnotherChannelOfTheSameLink() {
    exposer.announce(2, 1, 6, TestExposer.REMOTE);
    assertRefused(2);
    exposer.link.receiveDatagram(1, 0, "goes on");
    assertThat(flow.sent()).containsExactly("7777:goes on");
  }

  @Test
  void ignoresTheLossOfALinkThatTheConnectorHasReplaced() {
    exposer.link.receive(
        new ControlMessage.TunnelResumed(1, 6, TestExposer.sideProof(1, 6), TestExposer.REMOTE));
    exposer.link.receive(new ControlMessage.TunnelClosed(1, 5, "lost"));
    exposer.link.receive(new ControlMessage.TunnelClosed(1, 5, "left"));
    assertThat(exposer.link.newMessages()).isEmpty();
    flow.receive("a", SERVER);
    assertThat(exposer.link.datagrams()).containsExactly("1/0:a");
  }

  @Test
  void tellsOfAConnectorThatIsLostAndComesBackFromElsewhere() {
    connectorIsLost();
    exposer.announced(2, 1, 6, ELSEWHERE);
    assertThat(exposer.events)
        .containsExactly(
            "tunnel opened 40000",
            "flow opened 30000 to 127.0.0.1:7777",
            "tunnel lost 40000",
            "tunnel resumed 5000");
    assertThat(exposer.core.flows())
        .singleElement()
        .extracting(known -> known.remoteAddress().getPort())
        .isEqualTo(5_000);
    flow.receive("a", SERVER);
    assertThat(exposer.link.datagrams()).containsExactly("2/0:a");
  }

  @Test
  void tellsOfAConnectorThatMovedWithoutBeingLost() {
    exposer.link.receive(
        new ControlMessage.TunnelResumed(1, 6, TestExposer.sideProof(1, 6), ELSEWHERE));
    exposerLosesItsLink();
    exposerReturns().announced(1, 1, 7, TestExposer.REMOTE);
    assertThat(exposer.events)
        .filteredOn(event -> event.startsWith("tunnel"))
        .containsExactly("tunnel opened 40000", "tunnel resumed 5000", "tunnel resumed 40000");
  }

  @Test
  void saysNothingOfAConnectorThatComesFromAnotherPortOfTheSameAddress() {
    exposer.link.receive(
        new ControlMessage.TunnelResumed(1, 6, TestExposer.sideProof(1, 6), "203.0.113.9:40001"));
    exposerLosesItsLink();
    exposerReturns().announced(1, 1, 7, "203.0.113.9:40002");
    assertThat(exposer.events)
        .filteredOn(event -> event.startsWith("tunnel"))
        .containsExactly("tunnel opened 40000");
    assertThat(exposer.core.flows())
        .singleElement()
        .extracting(known -> known.remoteAddress().getPort())
        .isEqualTo(40_002);
  }

  // ---- flows meanwhile

  @Test
  void aFlowThatIdlesOutMeanwhileIsOpenedAnewIfItsConnectorStillHasIt() {
    exposerLosesItsLink();
    exposer.pass(TestExposer.IDLE);
    assertThat(flow.isClosed()).isTrue();
    exposerReturns().announced(1, 1, 5);
    FakeUdpSockets.Socket again = exposer.flow(1, 0);
    assertThat(again).isNotSameAs(flow);
    exposer.link.receive(new ControlMessage.FlowClosed(1, 0)); // not the answer to the old end
    assertThat(again.isClosed()).isTrue();
    assertThat(exposer.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(1, 0));
  }

  @Test
  void aFlowThatItsConnectorEndedMeanwhileIsClosedBeforeItsNumberIsUsedAgain() {
    exposerLosesItsLink();
    exposerReturns().announced(1, 1, 5);
    exposer.link.receive(new ControlMessage.FlowClosed(1, 0));
    assertThat(flow.isClosed()).isTrue();
    assertThat(exposer.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(1, 0));
    assertThat(exposer.flow(1, 0)).isNotSameAs(flow);
  }

  @Test
  void whatTheServerSendsMeanwhileGoesFirstOnReturnUnlessItIsStale() {
    exposerLosesItsLink();
    flow.receive("stale", SERVER);
    exposer.ticker.advance(Duration.ofMillis(60));
    flow.receive("fresh", SERVER);
    exposer.ticker.advance(Duration.ofMillis(60));
    exposerReturns().announced(4, 1, 5);
    flow.receive("later", SERVER);
    assertThat(exposer.link.datagrams()).containsExactly("4/0:fresh", "4/0:later");
    assertThat(exposer.dropped(DropReason.STALE)).isEqualTo(1);
    assertThat(exposer.core.trafficStats().totalDropped()).isEqualTo(1);
  }

  @Test
  void acceptsATunnelBeforeItSendsWhatWaited() {
    connectorIsLost();
    flow.receive("waits", SERVER);
    exposer.announced(2, 1, 6);
    assertThat(exposer.link.order()).endsWith("binary");
    assertThat(exposer.link.datagrams()).containsExactly("2/0:waits");
  }

  // ---- grace

  @Test
  void aTunnelWhoseConnectorDoesNotComeBackEndsWithItsFlowsAfterTheGrace() {
    connectorIsLost();
    exposer.pass(TestExposer.GRACE.minusNanos(1));
    assertThat(flow.isClosed()).isFalse();
    exposer.pass(Duration.ofNanos(1));
    assertThat(flow.isClosed()).isTrue();
    assertThat(tunnels()).isZero();
    assertThat(exposer.events).endsWith("tunnel closed 40000");
    flow.receive("late", SERVER);
    assertThat(exposer.dropped(DropReason.TUNNEL_NOT_OPEN)).isEqualTo(1);
    exposer.announced(2, 1, 6);
    assertThat(exposer.events).endsWith("tunnel opened 40000");
  }

  @Test
  void theGraceIsCountedFromTheExposersOwnReturnIfThatIsLater() {
    connectorIsLost();
    exposer.pass(Duration.ofSeconds(50));
    exposerLosesItsLink();
    exposerReturns();
    exposer.pass(TestExposer.GRACE.minusNanos(1));
    assertThat(flow.isClosed()).isFalse();
    exposer.pass(Duration.ofNanos(1));
    assertThat(flow.isClosed()).isTrue();
  }

  @Test
  void theGraceIsCountedFromTheTunnelsLossIfThatIsLater() {
    exposerLosesItsLink();
    exposerReturns().announced(1, 1, 5);
    exposer.pass(Duration.ofSeconds(50));
    connectorIsLost();
    exposer.pass(TestExposer.GRACE.minusNanos(1));
    assertThat(flow.isClosed()).isFalse();
    exposer.pass(Duration.ofNanos(1));
    assertThat(flow.isClosed()).isTrue();
  }

  @Test
  void noTunnelEndsWhileTheExposerItselfIsAway() {
    connectorIsLost();
    exposerLosesItsLink();
    exposer.pass(TestExposer.GRACE.multipliedBy(4));
    assertThat(tunnels()).isEqualTo(1);
    exposerReturns();
    exposer.pass(Duration.ofSeconds(59));
    exposer.announced(1, 1, 6);
    exposer.pass(TestExposer.GRACE.multipliedBy(2));
    assertThat(tunnels()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"left", "closed", "a word that is not known"})
  void aTunnelThatIsNotJustLostEndsAtOnce(String reason) {
    exposer.tunnelClosed(1, 5, reason);
    assertThat(flow.isClosed()).isTrue();
    assertThat(tunnels()).isZero();
  }

  // ---- bounds

  @Test
  void tenThousandReturnsOfATunnelLeaveOne() {
    for (int i = 1; i <= 10_000; i++) {
      exposer.link.receive(
          new ControlMessage.TunnelResumed(1, 5 + i, TestExposer.sideProof(1, 5 + i), ELSEWHERE));
    }
    assertOneTunnelOneFlowOneSocket();
  }

  @Test
  void tenThousandLossesAndReturnsOfATunnelLeaveOne() {
    for (int i = 1; i <= 10_000; i++) {
      int channel = 1 + i % 2;
      exposer.tunnelClosed(2 - i % 2, 4 + i, "lost");
      exposer.announced(channel, 1, 5 + i);
      exposer.openFlow(channel, 0, 0);
    }
    assertOneTunnelOneFlowOneSocket();
  }

  @Test
  void aThousandReturnsOfTheExposerLeaveOneTunnelAndNoTimers() {
    for (int i = 1; i <= 1_000; i++) {
      exposerLosesItsLink();
      exposerReturns().announced(1, 1, 5);
      exposer.openFlow(1, 0, 0);
    }
    assertOneTunnelOneFlowOneSocket();
    exposerLosesItsLink();
    assertThat(exposer.timers.pending()).isZero();
  }

  private void assertOneTunnelOneFlowOneSocket() {
    assertThat(tunnels()).isEqualTo(1);
    assertThat(exposer.openFlows()).isEqualTo(1);
    assertThat(exposer.core.waitingTunnels()).isZero();
    assertThat(exposer.udp.all()).containsExactly(flow);
    assertThat(flow.isClosed()).isFalse();
  }

  @Test
  void soManyTunnelsMayWaitForTheirConnectors() {
    for (int i = 0; i <= TunnelTable.MAX_LOST; i++) {
      byte[] id = {(byte) (i >> 8), (byte) i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9};
      exposer.link.receive(
          new ControlMessage.TunnelOpened(
              2, id, 5, TestExposer.sideProof(id, 5), TestExposer.REMOTE));
      exposer.link.only(ControlMessage.TunnelAccepted.class);
      exposer.tunnelClosed(2, 5, "lost");
    }
    assertThat(exposer.core.waitingTunnels()).isEqualTo(TunnelTable.MAX_LOST);
    assertThat(tunnels()).isEqualTo(TunnelTable.MAX_LOST + 1); // with the one that is open
    assertThat(exposer.events).endsWith("tunnel lost 40000", "tunnel closed 40000");
    assertThat(flow.isClosed()).isFalse();
  }

  @Test
  void flowsOfATunnelThatWaitsMakeRoomFirst() {
    int tunnels = TestExposer.FLOWS / TestExposer.FLOWS_PER_TUNNEL;
    for (int channel = 2; channel <= tunnels; channel++) {
      exposer.tunnelOpened(channel);
      openAll(channel);
    }
    openAll(1);
    exposer.tunnelOpened(99);
    exposer.ticker.advance(Duration.ofSeconds(30));
    connectorIsLost();
    flow.receive("the server goes on", SERVER);
    exposer.openFlow(99, 0, 0);
    assertThat(exposer.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(99, 0));
    exposer.ticker.advance(ExposerCore.EVICTABLE_AFTER);
    for (int i = 1; i <= TestExposer.FLOWS_PER_TUNNEL; i++) {
      exposer.openFlow(99, i, 0);
    }
    assertThat(exposer.link.newMessages()).isEmpty(); // to nobody who has a link
    assertThat(flow.isClosed()).isTrue();
    assertThat(exposer.openFlows()).isEqualTo(TestExposer.FLOWS);
  }

  private void openAll(int channel) {
    for (int number = 0; number < TestExposer.FLOWS_PER_TUNNEL; number++) {
      exposer.openFlow(channel, number, 0);
    }
  }

  // ---- the relay's own notice

  @Test
  void passesOnWhenToComeBackToARelayThatGoesAway() {
    exposer.link.receive(new ControlMessage.GoingAway(500));
    assertThat(exposer.events).contains("relay goes away for 500");
  }
}
