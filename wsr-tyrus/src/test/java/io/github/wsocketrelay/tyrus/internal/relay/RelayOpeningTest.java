package io.github.wsocketrelay.tyrus.internal.relay;

import static io.github.wsocketrelay.tyrus.internal.relay.TestRelay.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayOpeningTest {
  private final TestRelay relay = new TestRelay();

  // ---- opening

  @Test
  void anAcceptedTunnelIsOpenedWithTheExposersKeyAndTargets() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opening(7, 3);
    assertThat(connector.newMessages()).isEmpty();
    ControlMessage.TunnelOpened announced = exposer.only(ControlMessage.TunnelOpened.class);
    assertThat(announced.channel()).isEqualTo(1);
    assertThat(announced.tunnel()).isEqualTo(TestRelay.tunnel(7));
    assertThat(announced.epoch()).isEqualTo(3);
    assertThat(announced.sideProof())
        .isEqualTo(Proofs.sideProof(TestRelay.KEYS.tunnelKey(), TestRelay.tunnel(7), 3));
    assertThat(announced.remoteAddress()).isEqualTo("203.0.113.9:40000");
    exposer.receive(new ControlMessage.TunnelAccepted(1));
    ControlMessage.Opened opened = connector.only(ControlMessage.Opened.class);
    assertThat(opened.publicKey()).isEqualTo(Proofs.rawKey(TestRelay.OWNER.publicKey()));
    assertThat(opened.targets()).containsExactly(0, 1);
    assertThat(relay.core.trafficStats().openTunnels()).isEqualTo(1);
    assertThat(relay.events).containsExactly("registered", "opened");
  }

  @Test
  void aSecondAcceptanceChangesNothing() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opened(exposer, 1);
    exposer.receive(new ControlMessage.TunnelAccepted(1));
    exposer.receive(new ControlMessage.TunnelAccepted(99));
    assertThat(connector.newMessages()).isEmpty();
    assertThat(relay.core.trafficStats().openTunnels()).isEqualTo(1);
  }

  @Test
  void aSideIsAStrangerUntilItGotWhatItAskedForAndIsToldSoOnce() {
    FakeLink silent = relay.connector().link();
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opening(7, 1);
    assertThat(List.of(silent.timesAsked(), silent.timesSettled())).containsExactly(0, 0);
    assertThat(exposer.timesSettled()).isEqualTo(1);
    assertThat(List.of(connector.timesAsked(), connector.timesSettled())).containsExactly(1, 0);
    exposer.receive(new ControlMessage.TunnelAccepted(1));
    exposer.receive(new ControlMessage.TunnelAccepted(1));
    assertThat(List.of(connector.timesAsked(), connector.timesSettled())).containsExactly(1, 1);
    assertThat(exposer.timesSettled()).isEqualTo(1);
  }

  @Test
  void aSideThatWaitsInVainIsNeverSettled() {
    FakeLink connector = relay.opening(1, 1);
    connector.endedWith(1_006, "");
    assertThat(List.of(connector.timesAsked(), connector.timesSettled())).containsExactly(1, 0);
  }

  @Test
  void unknownOfflineAndWronglyProvenAllWaitAlike() {
    FakeLink unknown = relay.opening(1, 1);
    relay.registered(1).endedWith(1_006, "");
    FakeLink offline = relay.opening(2, 1);
    FakeLink exposer = relay.registered(2);
    TestRelay.Greeted wrong = relay.connector();
    exposer.newMessages();
    wrong.link().receive(TestRelay.open(wrong, 3, 1, new byte[32]));
    assertThat(unknown.texts()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(unknown.texts().get(1)).isEqualTo("{\"type\":\"waiting\"}");
    assertThat(offline.texts().get(1)).isEqualTo("{\"type\":\"waiting\"}");
    assertThat(wrong.link().texts().get(1)).isEqualTo("{\"type\":\"waiting\"}");
    assertThat(List.of(unknown, offline, wrong.link())).noneMatch(FakeLink::isClosed);
    assertThat(exposer.newMessages()).isEmpty(); // it does not hear of the wrong one
  }

  @Test
  void aConnectorThatWaitsIsOpenedWhenTheExposerComes() {
    FakeLink connector = relay.opening(1, 1);
    connector.only(ControlMessage.Waiting.class);
    TestRelay.Greeted wrong = relay.connector();
    wrong.link().receive(TestRelay.open(wrong, 2, 1, new byte[32]));
    FakeLink exposer = relay.registering(TestRelay.OWNER, 1);
    assertThat(exposer.newMessages())
        .extracting(message -> message.getClass().getSimpleName())
        .containsExactly("Registered", "TunnelOpened");
    exposer.receive(new ControlMessage.TunnelAccepted(1));
    connector.only(ControlMessage.Opened.class);
    wrong.link().only(ControlMessage.Waiting.class);
  }

  @Test
  void whenTheExposerGoesItsConnectorsWaitAndAreOpenedAgainWhenItReturns() {
    FakeLink first = relay.registered(1);
    FakeLink connector = relay.opened(first, 1);
    first.endedWith(1_006, "");
    connector.only(ControlMessage.ServerAway.class);
    assertThat(relay.core.trafficStats().openTunnels()).isZero();
    connector.receiveDatagram(0, 1, "lost");
    assertThat(relay.dropped(DropReason.TUNNEL_NOT_OPEN)).isEqualTo(1);

    FakeLink second = relay.registering(TestRelay.OWNER, 2);
    second.receive(new ControlMessage.TunnelAccepted(1));
    connector.only(ControlMessage.Opened.class);
    connector.receiveDatagram(0, 1, "again");
    assertThat(second.datagrams()).containsExactly("1/1:again");
    assertThat(relay.events)
        .containsExactly("registered", "opened", "closed", "unregistered", "registered", "opened");
  }

  @Test
  void aTakeoverOfTheExposerAnnouncesItsTunnelsToTheNewLink() {
    FakeLink first = relay.registered(1);
    FakeLink connector = relay.opened(first, 1);
    FakeLink second = relay.registering(TestRelay.OWNER, 2);
    assertThat(connector.newMessages()).isEmpty(); // The server is not away.
    connector.receiveDatagram(0, 1, "not accepted yet");
    assertThat(relay.dropped(DropReason.TUNNEL_NOT_OPEN)).isEqualTo(1);
    second.receive(new ControlMessage.TunnelAccepted(1));
    connector.only(ControlMessage.Opened.class);
    first.receiveDatagram(1, 1, "of the old link");
    second.receiveDatagram(1, 1, "of the new link");
    assertThat(connector.datagrams()).containsExactly("0/1:of the new link");
  }

  // ---- exposers that do not answer

  @Test
  void aConnectorHearsOnceThatItWaitsWhenItsExposerDoesNotAcceptWithinTwoSeconds() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opening(1, 1);
    relay.passSeconds(1, exposer, connector);
    assertThat(connector.newMessages()).isEmpty();
    relay.passSeconds(1, exposer, connector);
    connector.only(ControlMessage.Waiting.class);
    relay.passSeconds(20, exposer, connector);
    assertThat(connector.newMessages()).isEmpty();
    exposer.receive(new ControlMessage.TunnelAccepted(1));
    connector.only(ControlMessage.Opened.class);
    relay.passSeconds(20, exposer, connector);
    assertThat(connector.newMessages()).isEmpty();
  }

  @Test
  void aConnectorHearsThatItWaitsWhenTheLinkThatTookOverDoesNotAccept() {
    FakeLink connector = relay.opened(relay.registered(1), 1);
    FakeLink second = relay.registered(2);
    relay.passSeconds(2, second, connector);
    connector.only(ControlMessage.Waiting.class);
    second.receive(new ControlMessage.TunnelAccepted(1));
    connector.only(ControlMessage.Opened.class);
  }

  @Test
  void aConnectorThatCameAgainAndWasToldThatItWaitsIsNotToldTwice() {
    FakeLink exposer = relay.registered(1);
    relay.opening(1, 1);
    FakeLink fresh = relay.opening(1, 2);
    fresh.only(ControlMessage.Waiting.class);
    relay.passSeconds(10, exposer, fresh);
    assertThat(fresh.newMessages()).isEmpty();
  }

  @Test
  void aRefusedTunnelIsDenied() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opening(1, 1);
    exposer.newMessages();
    exposer.receive(new ControlMessage.TunnelRefused(1, "no"));
    assertRefused(connector, 4_403, "denied");
    assertThat(exposer.only(ControlMessage.TunnelClosed.class).channel()).isEqualTo(1);
    assertThat(exposer.isClosed()).isFalse();
  }

  @Test
  void aTunnelThatTheExposerClosesTellsTheConnectorWhy() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opened(exposer, 1);
    exposer.receive(new ControlMessage.CloseTunnel(1, "kicked"));
    assertThat(connector.newMessages())
        .containsExactly(
            new ControlMessage.Closed("kicked"), new ControlMessage.Refused(4_403, "denied", null));
    assertThat(connector.closeCode()).isEqualTo(4_403);
    assertThat(exposer.newMessages())
        .containsExactly(new ControlMessage.TunnelClosed(1, 1, "closed"));
    assertThat(relay.core.trafficStats().openTunnels()).isZero();
  }

  @Test
  void theExposerHearsWhetherAConnectorLeftOrWasLost() {
    FakeLink exposer = relay.registered(1);
    relay.opened(exposer, 1).endedWith(1_000, "");
    assertThat(exposer.newMessages())
        .containsExactly(new ControlMessage.TunnelClosed(1, 1, "left"));
    relay.opened(exposer, 2).endedWith(1_006, "");
    assertThat(exposer.newMessages())
        .containsExactly(new ControlMessage.TunnelClosed(2, 1, "lost"));
  }

  // ---- takeover

  @Test
  void aHigherEpochTakesATunnelOverAndKeepsItsChannel() {
    FakeLink exposer = relay.registered(1);
    FakeLink old = relay.opened(exposer, 1);
    FakeLink fresh = relay.opening(1, 2);
    assertRefused(old, 4_409, "superseded");
    ControlMessage.TunnelResumed resumed = exposer.only(ControlMessage.TunnelResumed.class);
    assertThat(resumed.channel()).isEqualTo(1);
    assertThat(resumed.epoch()).isEqualTo(2);
    fresh.only(ControlMessage.Opened.class);
    exposer.receiveDatagram(1, 5, "down");
    fresh.receiveDatagram(0, 5, "up");
    assertThat(old.datagrams()).isEmpty();
    assertThat(fresh.datagrams()).containsExactly("0/5:down");
    assertThat(exposer.datagrams()).containsExactly("1/5:up");
    assertThat(relay.core.trafficStats().openTunnels()).isEqualTo(1);
  }

  @Test
  void aTunnelCanBeTakenOverBeforeItIsAccepted() {
    FakeLink exposer = relay.registered(1);
    FakeLink old = relay.opening(1, 1);
    FakeLink fresh = relay.opening(1, 2);
    assertRefused(old, 4_409, "superseded");
    fresh.only(ControlMessage.Waiting.class);
    exposer.receive(new ControlMessage.TunnelAccepted(1));
    fresh.only(ControlMessage.Opened.class);
  }

  @Test
  void theSameOrALowerEpochDoesNotTakeATunnelOver() {
    FakeLink exposer = relay.registered(1);
    TestRelay.Greeted first = relay.connector();
    first.link().receive(TestRelay.open(first, 1, 5, TestRelay.KEYS.admissionKey()));
    exposer.newMessages();
    assertRefused(relay.opening(1, 5), 4_409, "superseded");
    assertRefused(relay.opening(1, 4), 4_409, "superseded");
    assertThat(first.link().isClosed()).isFalse();
    assertThat(exposer.newMessages()).isEmpty();
  }

  @Test
  void aWrongProofDoesNotTakeATunnelOver() {
    FakeLink exposer = relay.registered(1);
    FakeLink first = relay.opened(exposer, 1);
    TestRelay.Greeted thief = relay.connector();
    thief.link().receive(TestRelay.open(thief, 1, 9, new byte[32]));
    thief.link().only(ControlMessage.Waiting.class);
    assertThat(first.isClosed()).isFalse();
    assertThat(exposer.newMessages()).isEmpty();
    exposer.receiveDatagram(1, 1, "private");
    assertThat(thief.link().datagrams()).isEmpty();
    thief.link().endedWith(1_006, ""); // nor does its end close the tunnel
    assertThat(exposer.newMessages()).isEmpty();
  }
}
