package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.ExposerLimit;
import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.testing.FakeUdpSockets;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExposerFlowsTest {
  private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 7_777);

  private final TestExposer exposer =
      new TestExposer(30_000, 7_777, 7_778, 7_780).registered().tunnelOpened(1);

  // ---- targets

  @Test
  void bindsEachFlowToItsTarget() {
    exposer.openFlow(1, 0, 0);
    exposer.openFlow(1, 1, 2);
    exposer.openFlow(1, 2, 1);
    for (int flow = 0; flow < 3; flow++) {
      exposer.link.receiveDatagram(1, flow, "flow " + flow);
    }
    assertThat(exposer.udp.all())
        .flatExtracting(FakeUdpSockets.Socket::sent)
        .containsExactly("7777:flow 0", "7780:flow 1", "7778:flow 2");
    assertThat(exposer.core.flows())
        .extracting(flow -> flow.target())
        .containsExactly(Target.ofPort(7_777), Target.ofPort(7_780), Target.ofPort(7_778));
  }

  @Test
  void keepsTheSameFlowNumberOfTwoTunnelsApart() {
    exposer.tunnelOpened(2);
    FakeUdpSockets.Socket one = exposer.flow(1, 0);
    FakeUdpSockets.Socket two = exposer.flow(2, 0);
    exposer.link.receiveDatagram(1, 0, "of one");
    exposer.link.receiveDatagram(2, 0, "of two");
    one.receive("to one", SERVER);
    two.receive("to two", SERVER);
    assertThat(one.sent()).containsExactly("7777:of one");
    assertThat(two.sent()).containsExactly("7777:of two");
    assertThat(exposer.link.datagrams()).containsExactly("1/0:to one", "2/0:to two");
    assertThat(one.localAddress()).isNotEqualTo(two.localAddress());
  }

  @Test
  void tellsTheListenerOfEachFlowWithItsPortAndTarget() {
    exposer.openFlow(1, 0, 1);
    exposer.link.receive(new ControlMessage.TunnelClosed(1, 5, "left"));
    assertThat(exposer.events)
        .containsExactly(
            "tunnel opened 40000",
            "flow opened 30000 to 127.0.0.1:7778",
            "flow closed 30000 to 127.0.0.1:7778",
            "tunnel closed 40000");
  }

  @Test
  void endsAFlowWhoseNumberIsUsedAnewAfterTheAnswerToItsEarlierEndWasLost() {
    exposer.openFlow(1, 0, 99); // No such target: the exposer ends it and waits for an answer.
    exposer.openFlow(1, 0, 0);
    assertThat(exposer.openFlows()).isEqualTo(1);

    exposer.link.receive(new ControlMessage.FlowClosed(1, 0));

    assertThat(exposer.openFlows()).isZero();
  }

  // ---- losses

  @Test
  void countsADatagramForAFlowThatThereIsNot() {
    exposer.link.receiveDatagram(1, 9, "x");
    assertThat(exposer.dropped(DropReason.UNKNOWN_FLOW)).isEqualTo(1);
    assertThat(exposer.link.isClosed()).isFalse();
  }

  @Test
  void countsWhatCannotBeSentAndGoesOn() {
    FakeUdpSockets.Socket flow = exposer.flow(1, 0);
    flow.failWith(new IOException("No buffer space available"));
    exposer.link.receiveDatagram(1, 0, "fails");
    flow.failWith(null);
    flow.fill(true);
    exposer.link.receiveDatagram(1, 0, "is not taken");
    flow.fill(false);
    flow.reportUnreachable();
    exposer.link.receiveDatagram(1, 0, "arrives");
    assertThat(flow.sent()).containsExactly("7777:arrives");
    assertThat(exposer.dropped(DropReason.SEND_FAILED)).isEqualTo(2);
    assertThat(exposer.dropped(DropReason.PORT_UNREACHABLE)).isEqualTo(1);
    assertThat(exposer.core.trafficStats().udpSent()).isEqualTo(1);
    assertThat(exposer.openFlows()).isEqualTo(1);
  }

  @Test
  void countsWhatTheServerSentWhileTheProcessDidNotRun() {
    FakeUdpSockets.Socket flow = exposer.flow(1, 0);
    flow.receiveStale(1_200);
    flow.receiveStale(0);
    assertThat(exposer.link.datagrams()).isEmpty();
    assertThat(exposer.dropped(DropReason.STALE)).isEqualTo(2);
    assertThat(exposer.core.trafficStats().udpReceived()).isEqualTo(2);
    assertThat(exposer.core.trafficStats().udpReceivedBytes()).isEqualTo(1_200);
  }

  @Test
  void carriesEmptyAndTheLargestDatagramsButNoneThatAreLarger() {
    FakeUdpSockets.Socket flow = exposer.flow(1, 0);
    flow.receive("", SERVER);
    flow.receive("x".repeat(65_507), SERVER);
    flow.receive(ByteBuffer.allocate(65_508), SERVER);
    assertThat(exposer.link.datagrams()).extracting(String::length).containsExactly(4, 4 + 65_507);
    assertThat(exposer.dropped(DropReason.TOO_LARGE)).isEqualTo(1);
    exposer.link.receiveDatagram(1, 0, "");
    assertThat(flow.sent()).containsExactly("7777:");
  }

  @Test
  void countsWhatTheServerStillSendsAfterTheTunnelsEnd() {
    FakeUdpSockets.Socket flow = exposer.flow(1, 0);
    exposer.link.receive(new ControlMessage.TunnelClosed(1, 5, "left"));
    flow.receive("late", SERVER);
    assertThat(exposer.link.datagrams()).isEmpty();
    assertThat(exposer.dropped(DropReason.TUNNEL_NOT_OPEN)).isEqualTo(1);
  }

  // ---- ports

  @Test
  void letsTheSystemChoosePortsWhenNoMinimumIsGiven() {
    TestExposer ephemeral = new TestExposer(0, 7_777).registered().tunnelOpened(1);
    assertThat(ephemeral.flow(1, 0).localAddress().getPort()).isEqualTo(50_000);
    assertThat(ephemeral.flow(1, 1).localAddress().getPort()).isEqualTo(50_001);
  }

  @Test
  void endsAFlowForWhichNoPortIsFreeAndServesTheRest() {
    TestExposer top = new TestExposer(65_534, 7_777).registered().tunnelOpened(1);
    top.udp.use(65_534);
    FakeUdpSockets.Socket only = top.flow(1, 0);
    assertThat(only.localAddress().getPort()).isEqualTo(65_535);
    top.openFlow(1, 1, 0);
    assertThat(top.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(1, 1));
    top.link.receiveDatagram(1, 0, "goes on");
    assertThat(only.sent()).containsExactly("7777:goes on");
    top.link.receive(new ControlMessage.FlowClosed(1, 1)); // the answer
    top.link.receive(new ControlMessage.FlowClosed(1, 0));
    assertThat(top.flow(1, 2).localAddress().getPort()).isEqualTo(65_535);
  }

  @Test
  void takesTheSamePortOnceTheSystemOpensSocketsAgain() {
    exposer.udp.breakWith(new IOException("Too many open files"));
    exposer.openFlow(1, 0, 0);
    assertThat(exposer.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(1, 0));
    exposer.udp.breakWith(new BindException("Cannot assign requested address"));
    exposer.openFlow(1, 1, 0);
    assertThat(exposer.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(1, 1));
    assertThat(exposer.openFlows()).isZero();
  }

  // ---- ending flows

  @Test
  void answersTheEndOfAFlowAndOfOneThatItDoesNotKnow() {
    FakeUdpSockets.Socket flow = exposer.flow(1, 0);
    exposer.link.receive(new ControlMessage.FlowClosed(1, 0));
    exposer.link.receive(new ControlMessage.FlowClosed(1, 7));
    assertThat(exposer.link.newMessages())
        .containsExactly(new ControlMessage.FlowClosed(1, 0), new ControlMessage.FlowClosed(1, 7));
    assertThat(flow.isClosed()).isTrue();
  }

  @Test
  void takesAnEndThatCrossedItsOwnForTheAnswer() {
    exposer.flow(1, 0);
    exposer.pass(TestExposer.IDLE);
    assertThat(exposer.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(1, 0));
    exposer.link.receive(new ControlMessage.FlowClosed(1, 0)); // said before ours came
    assertThat(exposer.link.newMessages()).isEmpty();
    FakeUdpSockets.Socket next = exposer.flow(1, 0);
    exposer.link.receive(new ControlMessage.FlowClosed(1, 0));
    assertThat(exposer.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(1, 0));
    assertThat(next.isClosed()).isTrue();
  }

  @Test
  void ignoresFlowsOnChannelsThatThereAreNot() {
    exposer.openFlow(9, 0, 0);
    exposer.link.receive(new ControlMessage.FlowClosed(9, 0));
    assertThat(exposer.link.newMessages()).isEmpty();
    assertThat(exposer.udp.all()).isEmpty();
  }

  @Test
  void sweepsOnlyFlowsThatAreIdle() {
    exposer.flow(1, 0);
    exposer.pass(Duration.ofSeconds(200));
    FakeUdpSockets.Socket younger = exposer.flow(1, 1);
    exposer.pass(Duration.ofSeconds(100));
    assertThat(exposer.openFlows()).isEqualTo(1);
    assertThat(younger.isClosed()).isFalse();
    exposer.pass(Duration.ofSeconds(200));
    assertThat(exposer.openFlows()).isZero();
  }

  @Test
  void closesEveryFlowAndTunnelAtItsEndAndOpensNoMore() {
    exposer.tunnelOpened(2);
    exposer.flow(1, 0);
    exposer.flow(1, 1);
    exposer.flow(2, 0);
    exposer.core.close();
    assertThat(exposer.udp.all()).hasSize(3).allMatch(FakeUdpSockets.Socket::isClosed);
    assertThat(exposer.core.trafficStats().openTunnels()).isZero();
    assertThat(exposer.openFlows()).isZero();

    exposer.openFlow(1, 5, 0);
    assertThat(exposer.udp.all()).allMatch(FakeUdpSockets.Socket::isClosed);
    exposer.link.receive(
        new ControlMessage.TunnelOpened(
            3, TestExposer.tunnel(3), 5, TestExposer.sideProof(3, 5), TestExposer.REMOTE));
    assertThat(exposer.core.trafficStats().openTunnels()).isZero();
    assertThat(exposer.events)
        .filteredOn(event -> event.startsWith("tunnel"))
        .containsExactly(
            "tunnel opened 40000",
            "tunnel opened 40000",
            "tunnel closed 40000",
            "tunnel closed 40000");
    assertThat(exposer.events)
        .filteredOn(event -> event.startsWith("flow opened"))
        .hasSameSizeAs(
            exposer.events.stream().filter(event -> event.startsWith("flow closed")).toList());
  }

  // ---- limits

  private void openAll(int channel) {
    for (int flow = 0; flow < TestExposer.FLOWS_PER_TUNNEL; flow++) {
      exposer.openFlow(channel, flow, 0);
    }
  }

  @Test
  void refusesAFlowOverTheLimitWhileAllOthersAreInUse() {
    openAll(1);
    exposer.ticker.advance(ExposerCore.EVICTABLE_AFTER.minusNanos(1));
    exposer.openFlow(1, 5_000, 0);
    assertThat(exposer.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(1, 5_000));
    assertThat(exposer.openFlows()).isEqualTo(TestExposer.FLOWS_PER_TUNNEL);
  }

  @Test
  void makesRoomByEndingTheFlowThatIsIdleLongest() {
    openAll(1);
    exposer.ticker.advance(Duration.ofSeconds(5));
    for (int flow = 0; flow < TestExposer.FLOWS_PER_TUNNEL; flow++) {
      if (flow != 3) {
        exposer.link.receiveDatagram(1, flow, "x");
      }
    }
    exposer.ticker.advance(Duration.ofSeconds(6)); // the others are evictable soon
    FakeUdpSockets.Socket fresh = exposer.flow(1, 5_000);
    assertThat(exposer.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(1, 3));
    assertThat(fresh.localAddress().getPort()).isEqualTo(30_003);
    exposer.openFlow(1, 5_001, 0);
    assertThat(exposer.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(1, 5_001));
    assertThat(exposer.openFlows()).isEqualTo(TestExposer.FLOWS_PER_TUNNEL);
  }

  @Test
  void oneTunnelDoesNotTakeFlowsFromAnotherAtTheLimitOfAll() {
    int tunnels = TestExposer.FLOWS / TestExposer.FLOWS_PER_TUNNEL;
    openAll(1);
    for (int channel = 2; channel <= tunnels; channel++) {
      exposer.tunnelOpened(channel);
      openAll(channel);
    }
    exposer.tunnelOpened(99);
    exposer.ticker.advance(Duration.ofSeconds(60));
    exposer.openFlow(99, 0, 0);
    assertThat(exposer.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(99, 0));
    assertThat(exposer.openFlows()).isEqualTo(TestExposer.FLOWS);
    exposer.link.receive(new ControlMessage.FlowClosed(99, 0)); // the answer
    exposer.link.receive(new ControlMessage.TunnelClosed(2, 5, "left"));
    exposer.link.newMessages();
    exposer.openFlow(99, 0, 0);
    assertThat(exposer.link.newMessages()).isEmpty();
    assertThat(exposer.openFlows()).isEqualTo(TestExposer.FLOWS - TestExposer.FLOWS_PER_TUNNEL + 1);
  }

  @Test
  void refusesFlowsOfATunnelThatOpensThemTooFast() {
    exposer.tunnelOpened(2);
    int burst = (int) ExposerLimit.NEW_FLOW_BURST.standard();
    for (int flow = 0; flow < burst; flow++) {
      exposer.openFlow(1, flow, 0);
      exposer.link.receive(new ControlMessage.FlowClosed(1, flow));
    }
    exposer.link.newMessages();
    exposer.openFlow(1, 7_000, 0);
    assertThat(exposer.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(1, 7_000));
    assertThat(exposer.openFlows()).isZero();
    assertThat(exposer.hits(ExposerLimit.NEW_FLOWS_PER_SECOND)).isEqualTo(1);

    exposer.openFlow(2, 0, 0); // Another tunnel has its own pace.
    exposer.ticker.advance(Duration.ofMillis(10));
    exposer.openFlow(1, 7_001, 0);
    assertThat(exposer.openFlows()).isEqualTo(2);
  }

  @Test
  void aFlowThatIsAskedForAgainDoesNotCountAsNew() {
    exposer.flow(1, 0);
    for (int i = 0; i < 10_000; i++) {
      exposer.openFlow(1, 0, 0);
    }
    assertThat(exposer.hits(ExposerLimit.NEW_FLOWS_PER_SECOND)).isZero();
    exposer.flow(1, 1);
    assertThat(exposer.openFlows()).isEqualTo(2);
  }

  @Test
  void countsHowOftenTheNumberOfFlowsWasReached() {
    TestExposer small =
        new TestExposer(
                Map.of(ExposerLimit.FLOWS_PER_TUNNEL, 2L, ExposerLimit.FLOWS, 3L),
                Optional.empty(),
                30_000,
                7_777)
            .registered()
            .tunnelOpened(1)
            .tunnelOpened(2);
    for (int flow = 0; flow < 3; flow++) {
      small.openFlow(1, flow, 0);
      small.openFlow(2, flow, 0);
    }
    assertThat(small.openFlows()).isEqualTo(3);
    assertThat(small.hits(ExposerLimit.FLOWS_PER_TUNNEL)).isEqualTo(1);
    assertThat(small.hits(ExposerLimit.FLOWS)).isEqualTo(2);
    small.ticker.advance(ExposerCore.EVICTABLE_AFTER);
    small.openFlow(1, 9, 0); // makes room in its own tunnel
    assertThat(small.openFlows()).isEqualTo(3);
    assertThat(small.hits(ExposerLimit.FLOWS_PER_TUNNEL)).isEqualTo(2);
  }
}
