package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.testing.FakeUdpSockets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What becomes of a tunnel that the host closes. */
class ClosedTunnelTest {
  private static final ControlMessage CLOSE =
      new ControlMessage.CloseTunnel(1, "closed by the host");

  private final TestExposer exposer = new TestExposer(30_000, 7_777).registered().tunnelOpened(1);
  private final FakeUdpSockets.Socket flow = exposer.flow(1, 0);

  private static String id(int tunnel) {
    return HexFormat.of().formatHex(TestExposer.tunnel(tunnel));
  }

  private boolean hostCloses(int tunnel) {
    return exposer.core.closeTunnel(id(tunnel));
  }

  private void assertRefused(int channel) {
    assertThat(exposer.link.newMessages())
        .containsExactly(new ControlMessage.TunnelRefused(channel, "denied"));
  }

  @Test
  void endsWithItsFlowsAndItsConnectorIsTold() {
    assertThat(hostCloses(1)).isTrue();
    assertThat(exposer.link.newMessages()).containsExactly(CLOSE);
    assertThat(flow.isClosed()).isTrue();
    assertThat(exposer.core.tunnels()).isEmpty();
    assertThat(exposer.events)
        .endsWith("flow closed 30000 to 127.0.0.1:7777", "tunnel closed 40000");

    exposer.tunnelClosed(1, 5, "closed"); // the relay's answer
    assertThat(exposer.events).filteredOn("tunnel closed 40000"::equals).hasSize(1);
  }

  @Test
  void isClosedOnce() {
    hostCloses(1);
    exposer.link.newMessages();
    assertThat(hostCloses(1)).isFalse();
    assertThat(hostCloses(7)).isFalse();
    assertThat(exposer.core.closeTunnel("no identifier")).isFalse();
    assertThat(exposer.link.newMessages()).isEmpty();
  }

  @Test
  void takesNothingMoreFromItsConnector() {
    hostCloses(1);
    exposer.link.newMessages();
    exposer.openFlow(1, 1, 0);
    exposer.link.receiveDatagram(1, 0, "crossed the end");
    exposer.link.receive(
        new ControlMessage.TunnelResumed(1, 6, TestExposer.sideProof(1, 6), TestExposer.REMOTE));
    assertThat(flow.sent()).isEmpty();
    assertThat(exposer.openFlows()).isZero();
    assertThat(exposer.link.newMessages()).isEmpty();
  }

  @Test
  void leavesTheOtherTunnelsAlone() {
    exposer.tunnelOpened(2);
    FakeUdpSockets.Socket other = exposer.flow(2, 0);
    hostCloses(1);
    exposer.link.receiveDatagram(2, 0, "goes on");
    assertThat(other.sent()).containsExactly("7777:goes on");
  }

  @Test
  void mayNotComeAgain() {
    hostCloses(1);
    exposer.link.newMessages();
    exposer.tunnelClosed(1, 5, "closed");
    exposer.announce(2, 1, 6, TestExposer.REMOTE);
    assertRefused(2);
    exposer.pass(TestExposer.GRACE.multipliedBy(3));
    exposer.announce(3, 1, 7, TestExposer.REMOTE);
    assertRefused(3);
  }

  @Test
  void mayNotComeBackWhereItsConnectorWasLost() {
    exposer.tunnelClosed(1, 5, "lost");
    assertThat(hostCloses(1)).isTrue();
    assertThat(exposer.link.newMessages()).isEmpty();
    assertThat(exposer.events).endsWith("tunnel closed 40000");
    assertThat(exposer.core.waitingTunnels()).isZero();
    exposer.announce(2, 1, 6, TestExposer.REMOTE);
    assertRefused(2);
  }

  @Test
  void isNotAnnouncedAgainWhereTheExposerHadNoLinkMeanwhile() {
    exposer.link.endedWith(1_006, "");
    assertThat(hostCloses(1)).isTrue();
    exposer.dialled().registered();
    exposer.announce(1, 1, 5, TestExposer.REMOTE);
    assertRefused(1);
  }

  @Test
  void isForgottenWhenVeryManyWereClosedAfterIt() {
    DismissedTunnels dismissed = new DismissedTunnels();
    dismissed.add("first");
    for (int i = 1; i < DismissedTunnels.MOST; i++) {
      dismissed.add("later " + i);
    }
    assertThat(dismissed.contains("first")).isTrue();
    dismissed.add("one more");
    assertThat(dismissed.contains("first")).isFalse();
    assertThat(dismissed.contains("later 1")).isTrue();
  }

  @Test
  void leavesNothingBehind() {
    for (int channel = 2; channel <= 120; channel++) {
      exposer.announced(channel, channel, 5);
      hostCloses(channel);
      exposer.link.newMessages();
    }
    hostCloses(1);
    assertThat(exposer.core.tunnels()).isEmpty();
    assertThat(exposer.openFlows()).isZero();
  }
}
