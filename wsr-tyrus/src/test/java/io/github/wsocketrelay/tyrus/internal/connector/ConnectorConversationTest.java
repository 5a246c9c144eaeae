package io.github.wsocketrelay.tyrus.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.spi.ServerKeys;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a connector and its relay say to each other. */
class ConnectorConversationTest {
  private final TestConnector connector = new TestConnector(7_777);

  private Ending ending() {
    assertThat(connector.endings).hasSize(1);
    return connector.endings.get(0);
  }

  private void assertViolation() {
    assertThat(connector.link.closeCode()).isEqualTo(4_400);
    assertThat(connector.endings).hasSize(1);
  }

  // ---- opening

  @Test
  void provesTheNonceForTheHostThatItDialled() {
    byte[] nonce = new byte[32];
    nonce[0] = 9;
    connector.link.receive(new ControlMessage.Hello(1, nonce, 10));
    ControlMessage.Open open = connector.link.only(ControlMessage.Open.class);
    ServerKeys keys = TestConnector.SERVER.keys();
    assertThat(open.tunnel()).isEqualTo(TestConnector.TUNNEL);
    assertThat(open.epoch()).isEqualTo(TestConnector.EPOCH);
    assertThat(open.proof())
        .isEqualTo(
            Proofs.openProof(
                keys.admissionKey(),
                nonce,
                "relay.example",
                keys.tag(),
                TestConnector.EPOCH,
                TestConnector.TUNNEL));
    assertThat(open.sideProof())
        .isEqualTo(Proofs.sideProof(keys.tunnelKey(), TestConnector.TUNNEL, TestConnector.EPOCH));
  }

  @Test
  void tellsItsOwnerWhetherTheServerIsThere() {
    connector.greeted().link.receive(new ControlMessage.Waiting());
    connector.link.receive(TestConnector.openedBy(7, 0));
    connector.link.receive(new ControlMessage.ServerAway());
    connector.link.receive(TestConnector.openedBy(7, 0));
    assertThat(connector.events)
        .containsExactly("answered", "away", "opened by 7", "away", "opened by 7");
    assertThat(connector.core.trafficStats().openTunnels()).isEqualTo(1);
  }

  static List<ControlMessage> notForARelayToSend() {
    return List.of(
        new ControlMessage.Register(new byte[32], new byte[32], 1, new byte[64], List.of(0)),
        new ControlMessage.Registered(),
        new ControlMessage.TunnelAccepted(1),
        new ControlMessage.TunnelRefused(1, ""),
        new ControlMessage.CloseTunnel(1, ""),
        new ControlMessage.ChannelFree(1),
        new ControlMessage.Unregister(),
        new ControlMessage.TunnelOpened(1, new byte[16], 1, new byte[32], ""),
        new ControlMessage.TunnelResumed(1, 1, new byte[32], ""),
        new ControlMessage.TunnelClosed(1, 1, "left"),
        new ControlMessage.Open(new byte[16], 1, new byte[32], new byte[32]),
        new ControlMessage.FlowOpened(0, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("notForARelayToSend")
  void endsALinkThatSaysWhatIsForOthersToSay(ControlMessage message) {
    connector.greeted().link.receive(message);
    assertViolation();
  }

  static List<ControlMessage> onlyAfterHello() {
    return List.of(
        new ControlMessage.Waiting(),
        new ControlMessage.Opened(new byte[32], List.of(0)),
        new ControlMessage.ServerAway(),
        new ControlMessage.Closed(""),
        new ControlMessage.FlowClosed(0, 0));
  }

  @ParameterizedTest
  @MethodSource({"notForARelayToSend", "onlyAfterHello"})
  void endsALinkThatDoesNotBeginWithHello(ControlMessage message) {
    connector.link.receive(message);
    assertViolation();
    assertThat(connector.events).isEmpty();
  }

  @Test
  void endsALinkThatGreetsItTwice() {
    connector.greeted().link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    assertViolation();
  }

  @Test
  void endsALinkThatDeliversOnAChannel() {
    connector.opened(0).link.receiveDatagram(1, 0, "x");
    assertViolation();
  }

  // ---- pinging and ending

  @Test
  void pingsAsOftenAsTheRelayAsksUntilTheLinkEnds() {
    connector.link.receive(new ControlMessage.Hello(1, new byte[32], 7));
    connector.link.newMessages();
    connector.timers.advance(Duration.ofSeconds(7));
    connector.link.only(ControlMessage.Ping.class);
    connector.link.receive(new ControlMessage.Pong(1));
    connector.link.endedWith(1_006, "");
    assertThat(connector.timers.pending()).isZero();
  }

  @Test
  void leavesWithTheCodeThatSaysSo() {
    connector.opened(0).session.leave();
    assertThat(connector.link.closeCode()).isEqualTo(1_000);
    assertThat(connector.link.newMessages()).isEmpty();
  }

  @Test
  void endsAsRefusedWhenTheRelayRefusesIt() {
    connector.greeted().link.receive(new ControlMessage.Refused(4_403, "denied", null));
    connector.link.endedWith(4_403, "denied");
    assertThat(ending().reason()).isEqualTo(CloseReason.REJECTED);
    assertThat(((RejectedException) ending().cause()).reason()).isEqualTo(RejectReason.DENIED);
  }

  @Test
  void saysThatTheExposerEndedTheTunnelRatherThanThatTheRelayRefused() {
    connector.opened(0).link.receive(new ControlMessage.Closed("kicked"));
    connector.link.receive(new ControlMessage.Refused(4_403, "denied", null));
    connector.link.endedWith(4_403, "denied");
    assertThat(ending().reason()).isEqualTo(CloseReason.REJECTED);
    assertThat(ending().cause()).hasMessageContaining("the server's host closed the tunnel");
    assertThat(ending().cause().getMessage()).doesNotContain(TestConnector.SERVER.text());
  }

  @Test
  void endsForGoodWhenAnotherExposersKeyComes() {
    connector.opened(0).link.receive(TestConnector.openedBy(2, 0));
    assertThat(connector.link.closeCode()).isEqualTo(1_000);
    assertThat(ending().reason()).isEqualTo(CloseReason.REJECTED);
    assertThat(ending().cause()).hasMessageContaining("another exposer");
    assertThat(connector.core.trafficStats().openTunnels()).isZero();
    assertThat(connector.events).isEmpty();
  }

  @Test
  void endsAsLostWhenTheLinkBreaks() {
    connector.opened(0).link.endedWith(1_006, "");
    assertThat(ending().reason()).isEqualTo(CloseReason.LINK_LOST);
  }

  @Test
  void endsAsGoneAwayWhenTheRelayShutsDown() {
    connector.greeted().link.endedWith(1_001, "relay closes");
    assertThat(ending().reason()).isEqualTo(CloseReason.RELAY_GOING_AWAY);
  }
}
