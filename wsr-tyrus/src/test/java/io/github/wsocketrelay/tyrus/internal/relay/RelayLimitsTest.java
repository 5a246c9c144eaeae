package io.github.wsocketrelay.tyrus.internal.relay;

import static io.github.wsocketrelay.tyrus.internal.relay.TestRelay.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.spi.ServerKeys;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits of the relay, as its sides meet them. */
class RelayLimitsTest {
  private static final int CONTROL_BURST = 200;

  private TestRelay relay = new TestRelay();

  private long hits(RelayLimit limit) {
    return relay.limits.hits().getOrDefault(limit, -1L);
  }

  private FakeLink guessing(String tag) {
    TestRelay.Greeted connector = relay.greet(Role.CONNECTOR, tag, TestRelay.HOST, "203.0.113.9");
    connector.link().receive(TestRelay.open(connector, 1, 1, new byte[32]));
    return connector.link();
  }

  // ---- what an honest side does

  @Test
  void anExposerMayAnswer256TunnelsAtOnce() {
    List<FakeLink> connectors = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      connectors.add(relay.opening(i, 1));
    }
    FakeLink exposer = relay.registering(TestRelay.OWNER, 1);
    for (ControlMessage message : exposer.newMessages()) {
      if (message instanceof ControlMessage.TunnelOpened opened) {
        exposer.receive(new ControlMessage.TunnelAccepted(opened.channel()));
      }
    }
    assertThat(exposer.isClosed()).isFalse();
    assertThat(relay.core.trafficStats()).isNotNull();
    for (FakeLink connector : connectors) {
      assertThat(connector.newMessages()).last().isInstanceOf(ControlMessage.Opened.class);
    }
  }

  @Test
  void aConnectorMayOpen256FlowsAtOnceAndTheExposerRefuseThemAll() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opened(exposer, 1);
    for (int flow = 0; flow < 256; flow++) {
      connector.receive(new ControlMessage.FlowOpened(0, flow, 0));
      exposer.receive(new ControlMessage.FlowClosed(1, flow));
    }
    assertThat(connector.isClosed()).isFalse();
    assertThat(exposer.isClosed()).isFalse();
  }

  @Test
  void anExposerMayClose4096IdleFlowsInOneSweep() {
    FakeLink exposer = relay.registered(1);
    relay.opened(exposer, 1);
    for (int flow = 0; flow < 4_096; flow++) {
      exposer.receive(new ControlMessage.FlowClosed(1, flow));
    }
    assertThat(exposer.isClosed()).isFalse();
  }

  @Test
  void connectorsWhoseFlowsAreAllRefusedDoNotGetTheExposerClosed() {
    FakeLink exposer = relay.registered(1);
    List<FakeLink> hostile = new ArrayList<>();
    for (int i = 1; i <= 64; i++) {
      hostile.add(relay.opened(exposer, i));
      exposer.newMessages();
    }
    for (int flow = 0; flow < 1_000; flow++) {
      for (int i = 0; i < hostile.size(); i++) {
        hostile.get(i).receive(new ControlMessage.FlowOpened(0, flow, 0));
        exposer.receive(new ControlMessage.FlowClosed(i + 1, flow));
      }
    }
    assertThat(exposer.isClosed()).isFalse();
  }

  private List<Integer> accept256(FakeLink exposer, List<FakeLink> connectors) {
    List<Integer> channels = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      connectors.add(relay.opened(exposer, i));
      channels.add(i + 1);
    }
    return channels;
  }

  @Test
  void anExposerMayRefuse256TunnelsAtOnceAndFreeTheirChannels() {
    FakeLink exposer = relay.registered(1);
    for (int i = 0; i < 256; i++) {
      relay.opening(i, 1);
    }
    for (int channel = 1; channel <= 256; channel++) {
      exposer.receive(new ControlMessage.TunnelRefused(channel, "denied"));
    }
    for (int channel = 1; channel <= 256; channel++) {
      exposer.receive(new ControlMessage.ChannelFree(channel));
    }
    assertThat(exposer.isClosed()).isFalse();
  }

  @Test
  void anExposerMayClose256TunnelsWhoseConnectorsLeaveAtThatMoment() {
    FakeLink exposer = relay.registered(1);
    List<FakeLink> connectors = new ArrayList<>();
    List<Integer> channels = accept256(exposer, connectors);
    connectors.forEach(connector -> connector.endedWith(1_006, ""));
    for (int channel : channels) {
      exposer.receive(new ControlMessage.CloseTunnel(channel, "closed"));
    }
    channels.forEach(channel -> exposer.receive(new ControlMessage.ChannelFree(channel)));
    assertThat(exposer.isClosed()).isFalse();
    assertThat(hits(RelayLimit.CONTROL_PER_SECOND)).isZero();
  }

  @Test
  void anExposerMayUnregisterAndClose256Tunnels() {
    FakeLink exposer = relay.registered(1);
    List<Integer> channels = accept256(exposer, new ArrayList<>());
    exposer.receive(new ControlMessage.Unregister());
    for (int channel : channels) {
      exposer.receive(new ControlMessage.CloseTunnel(channel, "closed"));
    }
    assertThat(exposer.isClosed()).isFalse();
  }

  @Test
  void anExposerMayAnswer256TunnelsLateWhoseConnectorsHaveGivenUp() {
    FakeLink exposer = relay.registered(1);
    for (int i = 0; i < 256; i++) {
      relay.opening(i, 1).endedWith(1_000, "");
    }
    for (int channel = 1; channel <= 256; channel++) {
      exposer.receive(new ControlMessage.TunnelAccepted(channel));
      exposer.receive(new ControlMessage.ChannelFree(channel));
    }
    assertThat(exposer.isClosed()).isFalse();
    assertThat(hits(RelayLimit.CONTROL_PER_SECOND)).isZero();
  }

  @Test
  void aConnectorOf512FlowsMayOpenThemAnewEachTimeItsExposerComesBack() {
    FakeLink connector = relay.opened(relay.registered(1), 1);
    for (int epoch = 2; epoch < 12; epoch++) {
      FakeLink exposer = relay.registering(TestRelay.OWNER, epoch);
      exposer.receive(new ControlMessage.TunnelAccepted(1));
      for (int flow = 0; flow < 512; flow++) {
        connector.receive(new ControlMessage.FlowClosed(0, flow));
        connector.receive(new ControlMessage.FlowOpened(0, 512 + flow, 0));
      }
      exposer.endedWith(1_006, "");
    }
    assertThat(connector.isClosed()).isFalse();
  }

  @Test
  void thatATunnelIsClosedTwiceIsNotFreeOfCharge() {
    FakeLink exposer = relay.registered(1);
    relay.opened(exposer, 1);
    for (int i = 0; i < CONTROL_BURST + 1; i++) {
      exposer.receive(new ControlMessage.CloseTunnel(1, "closed"));
    }
    exposer.receive(new ControlMessage.CloseTunnel(1, "closed"));
    assertThat(exposer.closeCode()).isEqualTo(4_429);
  }

  // ---- what it does not

  @Test
  void aFloodOfPingsEndsTheLink() {
    FakeLink exposer = relay.registered(1);
    for (int i = 0; i < CONTROL_BURST; i++) {
      exposer.receive(new ControlMessage.Ping(i));
    }
    exposer.newMessages();
    if (!exposer.isClosed()) {
      exposer.receive(new ControlMessage.Ping(0));
    }
    assertThat(exposer.closeCode()).isEqualTo(4_429);
    assertThat(hits(RelayLimit.CONTROL_PER_SECOND)).isEqualTo(1);
  }

  @Test
  void aMessageLargerThanTheRelayTakesEndsItsLink() {
    relay = new TestRelay(Map.of(RelayLimit.MESSAGE_BYTES, 2_000L));
    FakeLink exposer = relay.registered(1);
    exposer.receive(ByteBuffer.allocate(2_001));
    assertThat(exposer.isClosed()).isTrue();
    assertThat(exposer.only(ControlMessage.Refused.class).reason()).isEqualTo("too-big");
    assertThat(hits(RelayLimit.MESSAGE_BYTES)).isEqualTo(1);
  }

  @Test
  void datagramsBeyondARateAreDroppedAndTheLinkLives() {
    relay = new TestRelay(Map.of(RelayLimit.LINK_DATAGRAMS_PER_SECOND, 2L));
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opened(exposer, 1);
    for (int i = 0; i < 5; i++) {
      connector.receiveDatagram(0, 1, "x");
    }
    assertThat(exposer.datagrams()).hasSize(2);
    assertThat(relay.dropped(DropReason.RATE_LIMITED)).isEqualTo(3);
    assertThat(hits(RelayLimit.LINK_DATAGRAMS_PER_SECOND)).isEqualTo(3);
    assertThat(connector.isClosed()).isFalse();
    exposer.receiveDatagram(1, 1, "y");
    assertThat(connector.datagrams()).hasSize(1);
  }

  @Test
  void whoAsksForMoreThan10ServersInAMinuteIsRefusedForNow() {
    for (int i = 0; i < 10; i++) {
      guessing(ServerId.random().keys().tag()).only(ControlMessage.Waiting.class);
    }
    ControlMessage.Refused refused =
        assertRefused(guessing(ServerId.random().keys().tag()), 4_429, "rate-limited");
    assertThat(refused.retryAfterMillis()).isEqualTo((int) Duration.ofMinutes(1).toMillis());
    assertThat(hits(RelayLimit.GUESSES_PER_MINUTE)).isEqualTo(1);
  }

  private FakeLink registering(byte[] key, ExposerIdentity who, long epoch, String from) {
    String tag = ServerKeys.tagOf(key);
    TestRelay.Greeted exposer = relay.greet(Role.EXPOSER, tag, TestRelay.HOST, from);
    exposer.link().receive(TestRelay.register(exposer, who, epoch, TestRelay.HOST, tag, key));
    return exposer.link();
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(32).putInt(number).array();
  }

  @Test
  void whoRegistersMoreThan64ServersInAMinuteIsRefusedAlikeWhetherThereIsOneOrNot() {
    String stranger = "203.0.113.9";
    registering(key(0), TestRelay.OWNER, 1, "198.51.100.1").only(ControlMessage.Registered.class);
    for (int i = 1; i <= 63; i++) {
      registering(key(i), TestRelay.OTHER, 1, stranger).only(ControlMessage.Registered.class);
    }
    FakeLink taken = registering(key(0), TestRelay.OTHER, 1, stranger);
    assertRefused(taken, 4_403, "taken");
    registering(key(100), TestRelay.OWNER, 1, "198.51.100.1").only(ControlMessage.Registered.class);
    int known = relay.core.servers();

    ControlMessage.Refused nobodys =
        assertRefused(registering(key(101), TestRelay.OTHER, 1, stranger), 4_429, "rate-limited");
    ControlMessage.Refused others =
        assertRefused(registering(key(100), TestRelay.OTHER, 1, stranger), 4_429, "rate-limited");

    assertThat(nobodys).isEqualTo(others);
    assertThat(nobodys.retryAfterMillis()).isEqualTo((int) Duration.ofMinutes(1).toMillis());
    assertThat(hits(RelayLimit.REGISTRATIONS_PER_MINUTE)).isEqualTo(2);
    assertThat(relay.core.servers()).isEqualTo(known);
    assertRefused(registering(key(0), TestRelay.OTHER, 1, stranger), 4_403, "taken"); // A repeat.
  }

  @Test
  void thoseWhoOwnTheirServersMayAllComeBackAtOnce() {
    String home = "203.0.113.9";
    List<FakeLink> links = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      links.add(registering(key(i), TestRelay.OWNER, 1, home));
      relay.passSeconds(1, links.toArray(FakeLink[]::new));
    }
    for (int i = 0; i < 120; i++) {
      registering(key(i), TestRelay.OWNER, 2, home).only(ControlMessage.Registered.class);
    }
    assertThat(hits(RelayLimit.REGISTRATIONS_PER_MINUTE)).isZero();
  }

  @Test
  void aNeighbourWhoRegistersAndLeavesPushesNoOldOwnerOut() {
    String home = "203.0.113.9";
    FakeLink owner = registering(key(0), TestRelay.OWNER, 1, home);
    relay.passSeconds(100, owner);
    owner.endedWith(1_006, "");
    for (int i = 1; i <= 130; i++) {
      registering(key(i), TestRelay.OTHER, 1, home).endedWith(1_006, "");
      relay.passSeconds(1);
    }
    assertRefused(registering(key(0), TestRelay.OTHER, 2, home), 4_403, "taken");
  }

  @Test
  void anUnknownServerOneThatIsAwayAndAWrongProofAreAnsweredAlike() {
    FakeLink unknown = guessing(ServerId.random().keys().tag());
    relay.registered(1);
    FakeLink wrong = guessing(TestRelay.KEYS.tag());
    assertThat(unknown.messages()).hasSameSizeAs(wrong.messages());
    unknown.only(ControlMessage.Waiting.class);
    wrong.only(ControlMessage.Waiting.class);
    FakeLink again = guessing(TestRelay.KEYS.tag()); // For a tunnel that is known by now.
    again.only(ControlMessage.Waiting.class);
  }

  @Test
  void aConnectorThatFindsNoPlaceIsRefusedForNowAndAPlaceThatBecomesFreeIsTaken() {
    relay = new TestRelay(Map.of(RelayLimit.TUNNELS_PER_SERVER, 2L));
    FakeLink exposer = relay.registered(1);
    FakeLink unproven = guessing(TestRelay.KEYS.tag());
    unproven.only(ControlMessage.Waiting.class);
    FakeLink first = relay.opened(exposer, 11);
    relay.opened(exposer, 12);
    ControlMessage.Refused refused = relay.opening(13, 1).only(ControlMessage.Refused.class);
    assertThat(refused.reason()).isEqualTo("limit-reached");
    assertThat(refused.retryAfterMillis()).isPositive();
    assertThat(hits(RelayLimit.TUNNELS_PER_SERVER)).isEqualTo(1);
    first.endedWith(1_000, "");
    exposer.newMessages();
    relay.opened(exposer, 13);
  }

  @Test
  void whatWaitsIsSharedByAllLinksAndNothingIsLeftOfIt() {
    relay = new TestRelay(Map.of(RelayLimit.MEMORY_BYTES, 100_000L));
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opened(exposer, 1);
    connector.stall();
    String payload = "x".repeat(1_000);
    for (int i = 0; i < 400; i++) {
      exposer.receiveDatagram(1, i % 16, payload);
    }
    assertThat(relay.dropped(DropReason.OVERLOAD)).isPositive();
    assertThat(hits(RelayLimit.MEMORY_BYTES)).isPositive();
    assertThat(relay.core.memory().held()).isLessThan(100_000);
    connector.endedWith(1_006, "");
    exposer.endedWith(1_006, "");
    assertThat(relay.core.memory().held()).isZero();
  }
}
