package io.github.wsocketrelay.tyrus.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.testing.FakeUdpSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectorFlowsTest {
  private final TestConnector connector = new TestConnector(7_777, 7_778).opened(0, 1);

  private void receive(int local, int client, String payload) {
    connector.local(local).receive(payload, TestConnector.client(client));
  }

  // ---- which program is which flow

  @Test
  void oneProgramAtTwoPortsIsTwoFlows() {
    receive(0, 4_000, "a");
    receive(1, 4_000, "b");
    connector.link.receiveDatagram(0, 1, "to b");
    connector.link.receiveDatagram(0, 0, "to a");
    assertThat(connector.link.datagrams()).containsExactly("0/0:a", "0/1:b");
    assertThat(connector.local(0).sent()).containsExactly("4000:to a");
    assertThat(connector.local(1).sent()).containsExactly("4000:to b");
    assertThat(connector.events)
        .containsExactly("flow opened 4000 at 7777", "flow opened 4000 at 7778");
  }

  @Test
  void anAnswerAlsoGoesToAProgramThatOnlyListensByNow() {
    receive(0, 4_000, "a");
    connector.ticker.advance(TestConnector.IDLE.minusSeconds(1));
    connector.link.receiveDatagram(0, 0, "late");
    assertThat(connector.local(0).sent()).containsExactly("4000:late");
  }

  // ---- losses

  @Test
  void countsWhatCannotBeSentAndGoesOn() {
    receive(0, 4_000, "a");
    FakeUdpSockets.Socket local = connector.local(0);
    local.failWith(new IOException("Network is unreachable"));
    connector.link.receiveDatagram(0, 0, "fails");
    local.failWith(null);
    local.fill(true);
    connector.link.receiveDatagram(0, 0, "is not taken");
    local.fill(false);
    local.reportUnreachable();
    connector.link.receiveDatagram(0, 0, "arrives");
    assertThat(local.sent()).containsExactly("4000:arrives");
    assertThat(connector.dropped(DropReason.SEND_FAILED)).isEqualTo(2);
    assertThat(connector.dropped(DropReason.PORT_UNREACHABLE)).isEqualTo(1);
    assertThat(connector.core.trafficStats().udpSent()).isEqualTo(1);
  }

  @Test
  void countsWhatCameWhileTheProcessDidNotRunAndOpensNoFlowForIt() {
    connector.local(0).receiveStale(1_200);
    connector.local(0).receiveStale(0);
    assertThat(connector.link.datagrams()).isEmpty();
    assertThat(connector.dropped(DropReason.STALE)).isEqualTo(2);
    assertThat(connector.core.trafficStats().openFlows()).isZero();
    assertThat(connector.core.trafficStats().udpReceived()).isEqualTo(2);
    assertThat(connector.core.trafficStats().udpReceivedBytes()).isEqualTo(1_200);
  }

  @Test
  void carriesEmptyAndTheLargestDatagramsButNoneThatAreLarger() {
    receive(0, 4_000, "");
    receive(0, 4_000, "x".repeat(65_507));
    connector.local(0).receive(ByteBuffer.allocate(65_508), TestConnector.client(4_000));
    assertThat(connector.link.datagrams())
        .extracting(String::length)
        .containsExactly(4, 4 + 65_507);
    assertThat(connector.dropped(DropReason.TOO_LARGE)).isEqualTo(1);
    assertThat(connector.core.trafficStats().udpReceived()).isEqualTo(3);
  }

  @Test
  void opensNoFlowForADatagramThatIsTooLarge() {
    connector.local(0).receive(ByteBuffer.allocate(65_508), TestConnector.client(4_000));
    assertThat(connector.openFlows()).isZero();
    assertThat(connector.link.newMessages()).isEmpty();
  }

  // ---- ending flows

  @Test
  void aProgramThatSpeaksAgainAfterItsFlowEndedGetsAnotherNumber() {
    receive(0, 4_000, "a");
    connector.ticker.advance(TestConnector.IDLE);
    connector.core.sweep();
    receive(0, 4_000, "b");
    assertThat(connector.link.newMessages())
        .containsExactly(
            new ControlMessage.FlowOpened(0, 0, 0),
            new ControlMessage.FlowClosed(0, 0),
            new ControlMessage.FlowOpened(0, 1, 0));
    connector.link.receiveDatagram(0, 0, "for the flow that ended");
    assertThat(connector.local(0).sent()).isEmpty();
    assertThat(connector.dropped(DropReason.UNKNOWN_FLOW)).isEqualTo(1);
  }

  @Test
  void anEndThatCrossedItsOwnIsNotAnswered() {
    receive(0, 4_000, "a");
    connector.ticker.advance(TestConnector.IDLE);
    connector.core.sweep();
    connector.link.newMessages();
    connector.link.receive(new ControlMessage.FlowClosed(0, 0)); // said before ours came
    assertThat(connector.link.newMessages()).isEmpty();
    assertThat(connector.events)
        .containsExactly("flow opened 4000 at 7777", "flow closed 4000 at 7777");
  }

  @Test
  void anEndOfAFlowThatThereIsNotIsIgnored() {
    connector.link.receive(new ControlMessage.FlowClosed(0, 999));
    assertThat(connector.link.newMessages()).isEmpty();
    assertThat(connector.link.isClosed()).isFalse();
  }

  @Test
  void theEndOfAFlowWhileTheServerIsAwayIsToldWhenItComesBack() {
    receive(0, 4_000, "a");
    receive(0, 4_001, "b");
    connector.link.receive(new ControlMessage.ServerAway());
    connector.link.newMessages();
    connector.ticker.advance(TestConnector.IDLE.minusSeconds(1));
    connector.link.receiveDatagram(0, 1, "still carried");
    connector.ticker.advance(Duration.ofSeconds(1));
    connector.core.sweep();
    assertThat(connector.openFlows()).isEqualTo(1);
    assertThat(connector.link.newMessages()).isEmpty();
    connector.link.receive(TestConnector.openedBy(1, 0, 1));
    assertThat(connector.link.newMessages())
        .containsExactly(
            new ControlMessage.FlowClosed(0, 0), new ControlMessage.FlowOpened(0, 1, 0));
  }

  @Test
  void endsEveryFlowAtItsEndAndTellsOfEachOnce() {
    receive(0, 4_000, "a");
    receive(1, 4_001, "b");
    connector.core.close();
    connector.core.close();
    assertThat(connector.openFlows()).isZero();
    assertThat(connector.events)
        .filteredOn(event -> event.startsWith("flow closed"))
        .containsExactlyInAnyOrder("flow closed 4000 at 7777", "flow closed 4001 at 7778");
    receive(0, 4_000, "late");
    assertThat(connector.dropped(DropReason.TUNNEL_NOT_OPEN)).isEqualTo(1);
  }
}
