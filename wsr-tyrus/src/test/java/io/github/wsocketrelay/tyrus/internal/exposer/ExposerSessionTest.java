package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.FakeUdpSockets;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExposerSessionTest {
  private static final ExposerIdentity IDENTITY = ExposerIdentity.generate();
  private static final byte[] TUNNEL = new byte[16];
  private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 7_777);

  private final ManualTicker ticker = new ManualTicker();
  private final FakeUdpSockets udp = new FakeUdpSockets();
  private final FakeLink link = FakeLink.open();
  private final ExposerCore core =
      new ExposerCore(
          List.of(Target.ofPort(7_777), Target.ofPort(7_778)),
          List.of(SERVER, new InetSocketAddress("127.0.0.1", 7_778)),
          30_000,
          false,
          Duration.ofSeconds(300),
          Duration.ofSeconds(60),
          udp,
          TestLimits.exposer(ticker, Map.of()),
          new Approvals(
              Optional.empty(), Duration.ofSeconds(30), new ManualTimers(), Runnable::run),
          ticker,
          event -> event.accept(new ExposerListener() {}),
          () -> {});

  @BeforeEach
  void register() {
    SideOwner owner =
        new SideOwner() {
          @Override
          public boolean onGreeted(SideSession session) {
            return true;
          }

          @Override
          public boolean onAnswered(SideSession session) {
            return true;
          }

          @Override
          public void onGoingAway(SideSession session, Duration reconnectAfter) {}

          @Override
          public void onEnded(SideSession session, Ending ending) {}
        };
    link.attach(
        new ExposerSession(
                link,
                core,
                URI.create("ws://relay.example"),
                IDENTITY,
                IDENTITY::nextEpoch,
                new ManualTimers(),
                now -> 0,
                owner)
            .handler());
    link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    assertThat(link.only(ControlMessage.Register.class).targets()).containsExactly(0, 1);
    link.receive(new ControlMessage.Registered());
  }

  private static byte[] sideProof(long epoch) {
    return Proofs.sideProof(IDENTITY.serverId().keys().tunnelKey(), TUNNEL, epoch);
  }

  private void openTunnel() {
    link.receive(new ControlMessage.TunnelOpened(1, TUNNEL, 5, sideProof(5), "203.0.113.9:40000"));
    assertThat(link.newMessages()).containsExactly(new ControlMessage.TunnelAccepted(1));
  }

  private FakeUdpSockets.Socket openFlow(int flow) {
    link.receive(new ControlMessage.FlowOpened(1, flow, 0));
    return udp.last();
  }

  private void advance(Duration by) {
    ticker.advance(by);
    core.sweep();
  }

  @Test
  void refusesATunnelWhoseConnectorDoesNotKnowTheServerId() {
    link.receive(new ControlMessage.TunnelOpened(1, TUNNEL, 5, sideProof(6), "203.0.113.9:4"));
    assertThat(link.newMessages()).containsExactly(new ControlMessage.TunnelRefused(1, "denied"));
    link.receiveDatagram(1, 0, "x");
    assertThat(core.trafficStats().dropped(DropReason.UNKNOWN_CHANNEL)).isEqualTo(1);
    assertThat(core.trafficStats().openTunnels()).isZero();
  }

  @Test
  void closesATunnelThatIsResumedWithAWrongProof() {
    openTunnel();
    link.receive(new ControlMessage.TunnelResumed(1, 6, sideProof(5), "203.0.113.9:4"));
    assertThat(link.newMessages()).containsExactly(new ControlMessage.CloseTunnel(1, "denied"));
  }

  @Test
  void ignoresTheEndOfAnEarlierLinkOfAConnectorThatCameBack() {
    openTunnel();
    openFlow(0);
    link.receive(new ControlMessage.TunnelResumed(1, 6, sideProof(6), "203.0.113.9:4"));
    link.receive(new ControlMessage.TunnelClosed(1, 5, "lost"));
    assertThat(link.newMessages()).isEmpty();
    assertThat(udp.last().isClosed()).isFalse();
    link.receive(new ControlMessage.TunnelClosed(1, 6, "left"));
    assertThat(link.newMessages()).containsExactly(new ControlMessage.ChannelFree(1));
    assertThat(udp.last().isClosed()).isTrue();
  }

  @Test
  void givesEachFlowAPortOfItsOwnAndCarriesDatagramsBothWays() {
    openTunnel();
    FakeUdpSockets.Socket one = openFlow(0);
    FakeUdpSockets.Socket two = openFlow(1);
    link.receiveDatagram(1, 0, "a");
    link.receiveDatagram(1, 1, "b");
    two.receive("c", SERVER);
    assertThat(one.sent()).containsExactly("7777:a");
    assertThat(two.sent()).containsExactly("7777:b");
    assertThat(link.datagrams()).containsExactly("1/1:c");
    assertThat(one.localAddress().getPort()).isEqualTo(30_000);
    assertThat(two.localAddress().getPort()).isEqualTo(30_001);
  }

  @Test
  void aFlowIsIdleFromItsLastDatagramInEitherDirection() {
    openTunnel();
    FakeUdpSockets.Socket flow = openFlow(0);
    advance(Duration.ofSeconds(299));
    link.receiveDatagram(1, 0, "in");
    advance(Duration.ofSeconds(299));
    flow.receive("out", SERVER);
    advance(Duration.ofSeconds(299));
    assertThat(flow.isClosed()).isFalse();
    advance(Duration.ofSeconds(1));
    assertThat(flow.isClosed()).isTrue();
    assertThat(link.newMessages()).containsExactly(new ControlMessage.FlowClosed(1, 0));
    link.receive(new ControlMessage.FlowClosed(1, 0)); // the answer
    assertThat(link.newMessages()).isEmpty();
  }

  @Test
  void theLowestPortIsUsedAgainOnlyWhenItsFlowHasEnded() {
    openTunnel();
    udp.use(30_001);
    openFlow(0);
    assertThat(openFlow(1).localAddress().getPort()).isEqualTo(30_002);
    link.receive(new ControlMessage.FlowClosed(1, 0));
    assertThat(link.newMessages()).containsExactly(new ControlMessage.FlowClosed(1, 0));
    assertThat(openFlow(2).localAddress().getPort()).isEqualTo(30_000);
  }

  @Test
  void endsAFlowForATargetThatThereIsNot() {
    openTunnel();
    link.receive(new ControlMessage.FlowOpened(1, 4, 2));
    assertThat(link.newMessages()).containsExactly(new ControlMessage.FlowClosed(1, 4));
    assertThat(udp.all()).isEmpty();
  }

  @Test
  void aFlowThatIsAnnouncedAgainKeepsItsPort() {
    openTunnel();
    openFlow(0);
    openFlow(0);
    assertThat(udp.all()).hasSize(1);
  }
}
