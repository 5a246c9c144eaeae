package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.spi.ServerKeys;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.testing.FakeUdpSockets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an exposer and its relay say to each other. */
class ExposerConversationTest {
  private static final ServerKeys KEYS = TestExposer.IDENTITY.serverId().keys();

  private final TestExposer exposer = new TestExposer(0, 7_777, 7_779);

  private void assertViolation() {
    assertThat(exposer.link.closeCode()).isEqualTo(4_400);
    assertThat(exposer.endings).hasSize(1);
  }

  private Ending ending() {
    assertThat(exposer.endings).hasSize(1);
    return exposer.endings.get(0);
  }

  // ---- registering

  @Test
  void signsTheNonceForTheHostThatItDialled() {
    byte[] nonce = new byte[32];
    nonce[0] = 9;
    exposer.link.receive(new ControlMessage.Hello(1, nonce, 10));
    ControlMessage.Register register = exposer.link.only(ControlMessage.Register.class);
    assertThat(register.epoch()).isEqualTo(TestExposer.EPOCH);
    assertThat(register.targets()).containsExactly(0, 2);
    assertThat(register.admissionKey()).isEqualTo(KEYS.admissionKey());
    byte[] transcript =
        Proofs.registerTranscript(
            nonce, "relay.example", KEYS.tag(), TestExposer.EPOCH, KEYS.admissionKey());
    assertThat(Proofs.verify(register.publicKey(), transcript, register.signature())).isTrue();
    assertThat(exposer.events).isEmpty();
    exposer.link.receive(new ControlMessage.Registered());
    assertThat(exposer.events).containsExactly("registered");
  }

  static List<ControlMessage> notForARelayToSend() {
    return List.of(
        new ControlMessage.Register(new byte[32], new byte[32], 1, new byte[64], List.of(0)),
        new ControlMessage.TunnelAccepted(1),
        new ControlMessage.TunnelRefused(1, ""),
        new ControlMessage.CloseTunnel(1, ""),
        new ControlMessage.ChannelFree(1),
        new ControlMessage.Unregister(),
        new ControlMessage.Open(new byte[16], 1, new byte[32], new byte[32]),
        new ControlMessage.Waiting(),
        new ControlMessage.Opened(new byte[32], List.of(0)),
        new ControlMessage.ServerAway(),
        new ControlMessage.Closed(""));
  }

  static List<ControlMessage> onlyOnceRegistered() {
    return List.of(
        new ControlMessage.TunnelOpened(1, new byte[16], 1, new byte[32], ""),
        new ControlMessage.TunnelResumed(1, 1, new byte[32], ""),
        new ControlMessage.TunnelClosed(1, 1, "left"),
        new ControlMessage.FlowOpened(1, 0, 0),
        new ControlMessage.FlowClosed(1, 0));
  }

  @ParameterizedTest
  @MethodSource({"notForARelayToSend", "onlyOnceRegistered"})
  void endsALinkThatDoesNotBeginWithHello(ControlMessage message) {
    exposer.link.receive(message);
    assertViolation();
  }

  @ParameterizedTest
  @MethodSource({"notForARelayToSend", "onlyOnceRegistered"})
  void endsALinkThatGoesOnWithoutRegisteringIt(ControlMessage message) {
    exposer.link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    exposer.link.receive(message);
    assertViolation();
  }

  @ParameterizedTest
  @MethodSource("notForARelayToSend")
  void endsALinkThatSaysWhatIsForOthersToSay(ControlMessage message) {
    exposer.registered().link.receive(message);
    assertViolation();
  }

  @Test
  void endsALinkThatGreetsOrRegistersItTwice() {
    exposer.registered().link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    assertViolation();
    TestExposer other = new TestExposer(0, 7_777).registered();
    other.link.receive(new ControlMessage.Registered());
    assertThat(other.link.closeCode()).isEqualTo(4_400);
  }

  @Test
  void takesAPongAtAnyTimeAfterTheGreeting() {
    exposer.link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    exposer.link.receive(new ControlMessage.Pong(1));
    exposer.link.receive(new ControlMessage.Registered());
    exposer.link.receive(new ControlMessage.Pong(2));
    assertThat(exposer.link.isClosed()).isFalse();
  }

  // ---- pinging and ending

  @Test
  void pingsAsOftenAsTheRelayAsksUntilTheLinkEnds() {
    exposer.link.receive(new ControlMessage.Hello(1, new byte[32], 7));
    exposer.link.newMessages();
    exposer.timers.advance(Duration.ofSeconds(7));
    exposer.link.only(ControlMessage.Ping.class);
    exposer.link.endedWith(1_006, "");
    assertThat(exposer.timers.pending()).isZero();
  }

  @Test
  void pingsNoMoreWhenTheLinkBreaksWhileItRegisters() {
    TestExposer broken = new TestExposer(0, 7_777);
    broken.link.endedWith(1_006, "");
    broken.link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    assertThat(broken.timers.pending()).isZero();
  }

  @Test
  void saysGoodByeBeforeItLeaves() {
    exposer.registered().session.leave();
    assertThat(exposer.link.newMessages()).containsExactly(new ControlMessage.Unregister());
    assertThat(exposer.link.order()).last().isEqualTo("close 1000");
  }

  @Test
  void endsAsRefusedWhenTheRelayRefusesIt() {
    exposer.link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    exposer.link.receive(new ControlMessage.Refused(4_403, "taken", 5_000));
    exposer.link.endedWith(4_403, "taken");
    assertThat(ending().reason()).isEqualTo(CloseReason.REJECTED);
    assertThat(((RejectedException) ending().cause()).reason()).isEqualTo(RejectReason.TAKEN);
    assertThat(((RejectedException) ending().cause()).retryAfter()).contains(Duration.ofSeconds(5));
  }

  @Test
  void endsAsSupersededWhenItWasStartedElsewhere() {
    exposer.registered().link.receive(new ControlMessage.Refused(4_409, "superseded", null));
    exposer.link.endedWith(4_409, "superseded");
    assertThat(ending().reason()).isEqualTo(CloseReason.SUPERSEDED);
  }

  @Test
  void endsAsLostWhenTheLinkBreaks() {
    exposer.registered().link.endedWith(1_006, "");
    assertThat(ending().reason()).isEqualTo(CloseReason.LINK_LOST);
  }

  // ---- tunnels

  @Test
  void refusesTheSameTunnelOnASecondChannel() {
    exposer.registered().tunnelOpened(1);
    FakeUdpSockets.Socket flow = exposer.flow(1, 0);
    exposer.link.receive(
        new ControlMessage.TunnelOpened(
            2, TestExposer.tunnel(1), 5, TestExposer.sideProof(1, 5), TestExposer.REMOTE));
    assertThat(exposer.link.newMessages())
        .containsExactly(new ControlMessage.TunnelRefused(2, "denied"));
    exposer.link.receive(new ControlMessage.TunnelClosed(1, 5, "left"));
    assertThat(flow.isClosed()).isTrue();
  }

  @Test
  void endsALinkThatOpensAChannelThatIsInUse() {
    exposer.registered().tunnelOpened(1);
    exposer.link.receive(
        new ControlMessage.TunnelOpened(
            1, TestExposer.tunnel(2), 5, TestExposer.sideProof(2, 5), TestExposer.REMOTE));
    assertViolation();
  }

  @Test
  void freesTheChannelOfATunnelThatItRefused() {
    exposer.registered();
    exposer.link.receive(
        new ControlMessage.TunnelOpened(1, TestExposer.tunnel(1), 5, new byte[32], ""));
    exposer.link.receive(new ControlMessage.TunnelClosed(1, 5, "closed"));
    assertThat(exposer.link.newMessages())
        .containsExactly(
            new ControlMessage.TunnelRefused(1, "denied"), new ControlMessage.ChannelFree(1));
  }

  @Test
  void closesATunnelThatIsResumedWithTheSameOrALowerEpoch() {
    exposer.registered().tunnelOpened(1);
    for (long epoch : new long[] {5, 4, 0}) {
      exposer.link.receive(
          new ControlMessage.TunnelResumed(
              1, epoch, TestExposer.sideProof(1, epoch), TestExposer.REMOTE));
      assertThat(exposer.link.newMessages())
          .containsExactly(new ControlMessage.CloseTunnel(1, "denied"));
    }
  }

  @Test
  void comparesEpochsAsUnsignedNumbers() {
    exposer.registered().tunnelOpened(1);
    exposer.flow(1, 0);
    exposer.link.receive(
        new ControlMessage.TunnelResumed(1, -1, TestExposer.sideProof(1, -1), "198.51.100.7:5000"));
    exposer.link.receive(new ControlMessage.TunnelClosed(1, Long.MAX_VALUE, "lost"));
    assertThat(exposer.link.newMessages()).isEmpty();
    assertThat(exposer.core.flows())
        .singleElement()
        .extracting(flow -> flow.remoteAddress().getPort())
        .isEqualTo(5_000);
  }

  @Test
  void ignoresTheReturnOfATunnelThatItRefused() {
    exposer.registered();
    exposer.link.receive(
        new ControlMessage.TunnelResumed(1, 6, TestExposer.sideProof(1, 6), TestExposer.REMOTE));
    assertThat(exposer.link.newMessages()).isEmpty();
    assertThat(exposer.link.isClosed()).isFalse();
  }

  @Test
  void dropsWhatWaitsForAChannelThatIsClosed() {
    exposer.registered().tunnelOpened(1).tunnelOpened(2);
    FakeUdpSockets.Socket one = exposer.flow(1, 0);
    FakeUdpSockets.Socket two = exposer.flow(2, 0);
    exposer.link.stall();
    two.receive("under way", two.localAddress());
    one.receive("waits", one.localAddress());
    two.receive("waits too", two.localAddress());
    exposer.link.receive(new ControlMessage.TunnelClosed(1, 5, "left"));
    exposer.link.resume();
    assertThat(exposer.link.datagrams()).containsExactly("2/0:under way", "2/0:waits too");
  }

  @Test
  void opensATunnelAgainOnAChannelThatWasFreed() {
    exposer.registered().tunnelOpened(1);
    exposer.link.receive(new ControlMessage.TunnelClosed(1, 5, "left"));
    assertThat(exposer.link.newMessages()).containsExactly(new ControlMessage.ChannelFree(1));
    exposer.tunnelOpened(1);
    assertThat(exposer.core.trafficStats().openTunnels()).isEqualTo(1);
  }
}
