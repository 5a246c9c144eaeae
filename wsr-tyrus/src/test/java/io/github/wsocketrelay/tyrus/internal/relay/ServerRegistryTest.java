package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.faults.Overheard;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerRegistryTest {
  private final RelayEnds ends = new RelayEnds();

  private int rememberedAfterSweep() {
    ends.registry.sweep();
    return ends.registry.remembered();
  }

  // ---- what is remembered

  @Test
  void remembersATagFor10MinutesAfterItsExposerWasLostAndThenNothing() {
    RelayEnds.Exposer exposer = ends.registered(RelayEnds.OWNER, 1);
    RelayEnds.Connector connector = ends.opened(exposer, 1);
    connector.link().endedWith(1_000, "");
    exposer.link().endedWith(1_006, "");
    ends.ticker.advance(Duration.ofMinutes(10).minusNanos(1));
    assertThat(rememberedAfterSweep()).isEqualTo(1);
    ends.ticker.advance(Duration.ofNanos(1));
    assertThat(rememberedAfterSweep()).isZero();
    assertThat(ends.registry.registered()).isZero();
    assertThat(ends.registry.tunnels()).isZero();
  }

  @Test
  void remembersNothingOfATagThatWasGivenUp() {
    RelayEnds.Exposer exposer = ends.registered(RelayEnds.OWNER, 1);
    exposer.link().receive(new ControlMessage.Unregister());
    assertThat(ends.registry.remembered()).isZero();
    exposer.link().endedWith(1_000, "");
    assertThat(rememberedAfterSweep()).isZero();
  }

  @Test
  void remembersNothingOfConnectorsThatWaitedInVain() {
    FakeLink one = ends.opening(1, 1).link();
    FakeLink two = ends.opening(2, 1).link();
    assertThat(ends.registry.remembered()).isEqualTo(1);
    one.endedWith(1_006, "");
    assertThat(ends.registry.remembered()).isEqualTo(1);
    two.endedWith(1_000, "");
    assertThat(ends.registry.remembered()).isZero();
  }

  @Test
  void remembersNothingOfARefusedRegistration() {
    RelayEnds.Exposer exposer = ends.exposer();
    ControlMessage.Register right = RelayEnds.register(RelayEnds.OWNER, 1);
    exposer
        .link()
        .receive(
            new ControlMessage.Register(
                right.publicKey(), right.admissionKey(), 2, right.signature(), right.targets()));
    assertThat(exposer.link().closeCode()).isEqualTo(4_403);
    assertThat(ends.registry.remembered()).isZero();
  }

  @Test
  void keepsAConnectorWaitingButNotTheTagForItsOwnerAfter10Minutes() {
    RelayEnds.Exposer owner = ends.registered(RelayEnds.OWNER, 1);
    RelayEnds.Connector connector = ends.opened(owner, 1);
    owner.link().endedWith(1_006, "");
    connector.link().only(ControlMessage.ServerAway.class);
    ends.ticker.advance(Duration.ofMinutes(10));
    assertThat(rememberedAfterSweep()).isEqualTo(1);
    RelayEnds.Exposer other = ends.exposer();
    other.link().receive(RelayEnds.register(RelayEnds.OTHER, 1));
    assertThat(other.link().newMessages())
        .extracting(message -> message.getClass().getSimpleName())
        .containsExactly("Registered", "TunnelOpened");
  }

  @Test
  void doesNotForgetATagWhoseExposerIsThereHoweverLong() {
    ends.registered(RelayEnds.OWNER, 1);
    ends.ticker.advance(Duration.ofDays(1_000));
    assertThat(rememberedAfterSweep()).isEqualTo(1);
    assertThat(ends.registry.registered()).isEqualTo(1);
  }

  // ---- the log

  /** Who may register may come and go as often as it likes; that must not fill the relay's log. */
  @Test
  void anExposerThatComesAndGoesFillsNoLog() {
    Overheard overheard = Overheard.open();
    try {
      for (int epoch = 1; epoch <= 100; epoch++) {
        ends.registered(RelayEnds.OWNER, epoch).link().receive(new ControlMessage.Unregister());
      }
    } finally {
      overheard.close();
    }
    assertThat(overheard.said()).filteredOn(line -> line.contains("registered server=")).hasSize(2);
  }

  // ---- links that end while they are being registered

  @Test
  void doesNotRegisterAnExposerWhoseLinkHasEnded() {
    RelayEnds.Exposer exposer = ends.exposer();
    exposer.link().endedWith(1_006, "");
    ends.registry.register(exposer.end(), RelayEnds.register(RelayEnds.OWNER, 1));
    assertThat(ends.registry.registered()).isZero();
    assertThat(ends.registry.remembered()).isZero();
  }

  @Test
  void opensNoTunnelForAConnectorWhoseLinkHasEnded() {
    RelayEnds.Exposer exposer = ends.registered(RelayEnds.OWNER, 1);
    RelayEnds.Connector connector = ends.connector();
    connector.link().endedWith(1_006, "");
    ends.registry.open(connector.end(), RelayEnds.open(1, 1));
    assertThat(exposer.link().newMessages()).isEmpty();
  }

  // ---- former owners and late messages

  @Test
  void anExposerThatGaveItsTagUpDecidesNothingAnyMore() {
    RelayEnds.Exposer former = ends.registered(RelayEnds.OWNER, 1);
    RelayEnds.Connector connector = ends.opened(former, 1);
    former.link().receive(new ControlMessage.Unregister());
    RelayEnds.Exposer owner = ends.exposer();
    owner.link().receive(RelayEnds.register(RelayEnds.OTHER, 1));
    connector.link().newMessages();
    owner.link().newMessages();

    former.link().receive(new ControlMessage.TunnelAccepted(1));
    former.link().receive(new ControlMessage.TunnelRefused(1, "mine"));
    former.link().receive(new ControlMessage.CloseTunnel(1, "mine"));
    former.link().receive(new ControlMessage.FlowClosed(1, 0));
    former.link().receiveDatagram(1, 0, "mine");
    assertThat(connector.link().order()).noneMatch("binary"::equals);
    assertThat(connector.link().newMessages()).isEmpty();
    assertThat(owner.link().newMessages()).isEmpty();

    owner.link().receive(new ControlMessage.TunnelAccepted(1));
    connector.link().only(ControlMessage.Opened.class);
    former.link().receive(new ControlMessage.CloseTunnel(1, "mine"));
    former.link().receiveDatagram(1, 0, "mine");
    former.link().endedWith(1_000, "");
    assertThat(connector.link().datagrams()).isEmpty();
    assertThat(connector.link().newMessages()).isEmpty();
    assertThat(ends.registry.tunnels()).isEqualTo(1);
  }

  @Test
  void anAnswerThatCrossedTheTunnelsEndChangesNothing() {
    RelayEnds.Exposer exposer = ends.registered(RelayEnds.OWNER, 1);
    ends.opening(1, 1).link().endedWith(1_000, "");
    exposer.link().newMessages();
    exposer.link().receive(new ControlMessage.TunnelAccepted(1));
    exposer.link().receive(new ControlMessage.TunnelRefused(1, "no"));
    exposer.link().receive(new ControlMessage.CloseTunnel(1, "no"));
    exposer.link().receive(new ControlMessage.FlowClosed(1, 0));
    assertThat(exposer.link().newMessages()).isEmpty();
    assertThat(exposer.link().isClosed()).isFalse();
    assertThat(ends.registry.tunnels()).isZero();
  }

  @Test
  void aRefusalOfATunnelThatIsOpenChangesNothing() {
    RelayEnds.Exposer exposer = ends.registered(RelayEnds.OWNER, 1);
    RelayEnds.Connector connector = ends.opened(exposer, 1);
    exposer.link().receive(new ControlMessage.TunnelRefused(1, "too late"));
    assertThat(connector.link().isClosed()).isFalse();
    assertThat(ends.registry.tunnels()).isEqualTo(1);
  }

  @Test
  void unregisteringTwiceIsUnregisteringOnce() {
    RelayEnds.Exposer exposer = ends.registered(RelayEnds.OWNER, 1);
    exposer.link().receive(new ControlMessage.Unregister());
    exposer.link().receive(new ControlMessage.Unregister());
    assertThat(ends.registry.registered()).isZero();
    assertThat(exposer.link().isClosed()).isFalse();
  }

  // ---- resuming while the exposer is away

  @Test
  void aConnectorThatComesBackWhileTheExposerIsAwayIsTheOneThatIsAnnounced() {
    FakeLink old = ends.opening(1, 1).link();
    FakeLink fresh = ends.opening(1, 2).link();
    assertThat(old.closeCode()).isEqualTo(4_409);
    fresh.only(ControlMessage.Waiting.class);
    RelayEnds.Exposer exposer = ends.exposer();
    exposer.link().receive(RelayEnds.register(RelayEnds.OWNER, 1));
    assertThat(exposer.link().messages())
        .filteredOn(ControlMessage.TunnelOpened.class::isInstance)
        .singleElement()
        .extracting(message -> ((ControlMessage.TunnelOpened) message).epoch())
        .isEqualTo(2L);
  }

  @Test
  void aConnectorWithTheRightProofTakesATunnelFromOneThatWaitsWithAWrongOne() {
    RelayEnds.Exposer exposer = ends.registered(RelayEnds.OWNER, 1);
    RelayEnds.Connector wrong = ends.connector();
    wrong.link().receive(RelayEnds.open(1, 1, new byte[32]));
    wrong.link().only(ControlMessage.Waiting.class);
    FakeLink right = ends.opening(1, 2).link();
    assertThat(right.newMessages()).isEmpty();
    exposer
        .link()
        .receive(
            new ControlMessage.TunnelAccepted(
                exposer.link().only(ControlMessage.TunnelOpened.class).channel()));
    right.only(ControlMessage.Opened.class);
  }

  // ---- channels

  @Test
  void aConnectorIsRefusedForNowWhileAllChannelsAreTaken() {
    RelayEnds.Exposer exposer = ends.registered(RelayEnds.OWNER, 1);
    ends.opened(exposer, 1);
    Tunnel first = exposer.end().channels().get(1);
    for (int channel = 2; channel <= 65_535; channel++) {
      assertThat(exposer.end().openChannel(first)).isEqualTo(channel);
    }
    assertThat(ends.opening(2, 1).link().only(ControlMessage.Refused.class).reason())
        .isEqualTo("limit-reached");
    assertThat(exposer.link().newMessages()).isEmpty();

    exposer.end().closeChannel(7, first);
    assertThat(ends.opening(3, 1).link().only(ControlMessage.Refused.class).reason())
        .isEqualTo("limit-reached"); // not confirmed yet
    exposer.link().receive(new ControlMessage.ChannelFree(7));
    ends.opening(4, 1);
    assertThat(exposer.link().only(ControlMessage.TunnelOpened.class).channel()).isEqualTo(7);
  }

  @Test
  void aNewLinkOfTheExposerNumbersItsChannelsAnew() {
    RelayEnds.Exposer first = ends.registered(RelayEnds.OWNER, 1);
    ends.opened(first, 1).link().endedWith(1_000, "");
    first.link().newMessages();
    ends.opened(first, 2);
    RelayEnds.Exposer second = ends.exposer();
    second.link().receive(RelayEnds.register(RelayEnds.OWNER, 2));
    assertThat(second.link().messages())
        .filteredOn(ControlMessage.TunnelOpened.class::isInstance)
        .singleElement()
        .extracting(message -> ((ControlMessage.TunnelOpened) message).channel())
        .isEqualTo(1);
  }

  @Test
  void freeingAChannelTwiceOrOneThatNeverWasIsAllowed() {
    RelayEnds.Exposer exposer = ends.registered(RelayEnds.OWNER, 1);
    ends.opened(exposer, 1).link().endedWith(1_000, "");
    exposer.link().receive(new ControlMessage.ChannelFree(1));
    exposer.link().receive(new ControlMessage.ChannelFree(1));
    exposer.link().receive(new ControlMessage.ChannelFree(65_535));
    assertThat(exposer.link().isClosed()).isFalse();
  }

  @Test
  void anIpv6AddressIsToldInBrackets() {
    RelayEnds.Exposer exposer = ends.registered(RelayEnds.OWNER, 1);
    RelayEnds.Connector connector = ends.connector(FakeLink.from("2001:db8::7", 5_000));
    connector.link().receive(RelayEnds.open(1, 1));
    assertThat(exposer.link().only(ControlMessage.TunnelOpened.class).remoteAddress())
        .isEqualTo("[2001:db8::7]:5000");
  }
}
