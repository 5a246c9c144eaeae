package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.RelayListener;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.spi.ServerKeys;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Request;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import io.github.wsocketrelay.tyrus.internal.testing.Acknowledgement;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RelayCoreTest {
  private static final String HOST = "relay.example:8080";
  private static final ServerId SERVER = ServerId.random();
  private static final ServerKeys KEYS = ServerKeys.derive(SERVER.text());
  private static final ExposerIdentity OWNER = ExposerIdentity.forId(SERVER);
  private static final ExposerIdentity OTHER = ExposerIdentity.forId(SERVER);

  private final ManualTicker ticker = new ManualTicker();
  private final ManualTimers timers = new ManualTimers();
  private final List<String> events = new ArrayList<>();
  private final RelayListener listener =
      new RelayListener() {
        @Override
        public void onServerRegistered(ServerRegistered event) {
          events.add("registered");
        }

        @Override
        public void onServerUnregistered(ServerUnregistered event) {
          events.add("unregistered");
        }

        @Override
        public void onTunnelOpened(TunnelOpened event) {
          events.add("opened");
        }

        @Override
        public void onTunnelClosed(TunnelClosed event) {
          events.add("closed");
        }
      };
  private RelayCore core = relay(Optional.empty());

  private RelayCore relay(Optional<String> publicHost) {
    return new RelayCore(publicHost, ticker, timers, event -> event.accept(listener), () -> {});
  }

  /** A link with the nonce that the relay greeted it with. */
  private record Greeted(FakeLink link, byte[] nonce) {}

  private Greeted greet(Role role, String tag, String host, String from) {
    FakeLink link = FakeLink.from(from, 40_000);
    link.attach(core.accept(link, new Request(role, tag, host)));
    return new Greeted(link, link.only(ControlMessage.Hello.class).nonce());
  }

  private Greeted exposer() {
    return greet(Role.EXPOSER, KEYS.tag(), HOST, "198.51.100.1");
  }

  private Greeted connector() {
    return greet(Role.CONNECTOR, KEYS.tag(), HOST, "203.0.113.9");
  }

  private static ControlMessage.Register register(
      Greeted to, ExposerIdentity who, long epoch, String host, byte[] admissionKey) {
    byte[] transcript =
        Proofs.registerTranscript(to.nonce(), host, KEYS.tag(), epoch, admissionKey);
    return new ControlMessage.Register(
        Proofs.rawKey(who.publicKey()), admissionKey, epoch, who.sign(transcript), List.of(0, 1));
  }

  private static ControlMessage.Register register(Greeted to, ExposerIdentity who, long epoch) {
    return register(to, who, epoch, HOST, KEYS.admissionKey());
  }

  private FakeLink registering(ExposerIdentity who, long epoch) {
    Greeted exposer = exposer();
    exposer.link().receive(register(exposer, who, epoch));
    return exposer.link();
  }

  private FakeLink registered(long epoch) {
    FakeLink link = registering(OWNER, epoch);
    assertThat(link.newMessages()).first().isEqualTo(new ControlMessage.Registered());
    return link;
  }

  private static byte[] tunnel(int number) {
    byte[] id = new byte[16];
    id[15] = (byte) number;
    return id;
  }

  private static ControlMessage.Open open(Greeted to, int tunnel, long epoch, byte[] key) {
    return new ControlMessage.Open(
        tunnel(tunnel),
        epoch,
        Proofs.openProof(key, to.nonce(), HOST, KEYS.tag(), epoch, tunnel(tunnel)),
        Proofs.sideProof(KEYS.tunnelKey(), tunnel(tunnel), epoch));
  }

  private FakeLink opening(int tunnel, long epoch) {
    Greeted connector = connector();
    connector.link().receive(open(connector, tunnel, epoch, KEYS.admissionKey()));
    return connector.link();
  }

  /** A connector whose tunnel the exposer accepts. */
  private FakeLink opened(FakeLink exposer, int tunnel) {
    FakeLink connector = opening(tunnel, 1);
    exposer.receive(
        new ControlMessage.TunnelAccepted(
            exposer.only(ControlMessage.TunnelOpened.class).channel()));
    connector.only(ControlMessage.Opened.class);
    return connector;
  }

  private static ControlMessage.Refused assertRefused(FakeLink link, int code, String word) {
    ControlMessage.Refused refused = link.only(ControlMessage.Refused.class);
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.reason()).isEqualTo(word);
    assertThat(link.closeCode()).isEqualTo(code);
    assertThat(link.order()).last().isEqualTo("close " + code);
    return refused;
  }

  private static void assertViolation(FakeLink link) {
    assertRefused(link, 4_400, "protocol");
  }

  private long dropped(DropReason reason) {
    return core.trafficStats().dropped(reason);
  }

  // ---- greeting

  @Test
  void greetsEachLinkWithANonceOfItsOwn() {
    FakeLink link = FakeLink.open();
    link.attach(core.accept(link, new Request(Role.EXPOSER, KEYS.tag(), HOST)));
    ControlMessage.Hello hello = link.only(ControlMessage.Hello.class);
    assertThat(hello.protocol()).isEqualTo(1);
    assertThat(hello.pingSeconds()).isEqualTo(10);
    assertThat(hello.nonce()).isNotEqualTo(exposer().nonce());
    assertThat(core.links()).isEqualTo(2);
  }

  @Test
  void aLinkThatSaysNothingFor5SecondsIsRefused() {
    FakeLink exposer = exposer().link();
    FakeLink connector = connector().link();
    connector.receive(new ControlMessage.Ping(1)); // says nothing that matters
    connector.newMessages();
    timers.advance(Duration.ofMillis(4_999));
    assertThat(exposer.isClosed()).isFalse();
    timers.advance(Duration.ofMillis(1));
    assertRefused(exposer, 4_408, "too-slow");
    assertRefused(connector, 4_408, "too-slow");
    assertThat(core.links()).isZero();
  }

  @Test
  void linksThatHaveSpokenAreLeftAlone() {
    FakeLink exposer = registered(1);
    FakeLink connector = opened(exposer, 1);
    FakeLink waiting = opening(2, 1);
    timers.advance(Duration.ofMinutes(1));
    assertThat(List.of(exposer, connector, waiting)).noneMatch(FakeLink::isClosed);
  }

  @Test
  void aRelayThatClosesEndsAllLinksAndTakesNoMore() {
    FakeLink exposer = registered(1);
    FakeLink connector = opened(exposer, 1);
    core.close();
    assertThat(exposer.closeCode()).isEqualTo(1_001);
    assertThat(connector.closeCode()).isEqualTo(1_001);
    FakeLink late = FakeLink.open();
    late.attach(core.accept(late, new Request(Role.EXPOSER, KEYS.tag(), HOST)));
    assertThat(late.order()).containsExactly("close 1001");
    assertThat(core.servers()).isZero();
    assertThat(core.trafficStats().openTunnels()).isZero();
  }

  // ---- registering

  @Test
  void registersAnExposerWhoseSignatureIsRight() {
    FakeLink exposer = registered(1);
    assertThat(exposer.isClosed()).isFalse();
    assertThat(core.servers()).isEqualTo(1);
    assertThat(events).containsExactly("registered");
  }

  @Test
  void refusesASignatureForAnotherNonce() {
    Greeted one = exposer();
    Greeted other = exposer();
    one.link().receive(register(other, OWNER, 1));
    assertRefused(one.link(), 4_403, "denied");
    assertThat(core.servers()).isZero();
  }

  @Test
  void refusesASignatureForAnotherHost() {
    Greeted exposer = exposer();
    exposer.link().receive(register(exposer, OWNER, 1, "rogue.example", KEYS.admissionKey()));
    assertRefused(exposer.link(), 4_403, "denied");
  }

  @Test
  void refusesAnAdmissionKeyThatDoesNotFitTheTag() {
    Greeted exposer = exposer();
    exposer.link().receive(register(exposer, OWNER, 1, HOST, new byte[32]));
    assertRefused(exposer.link(), 4_403, "denied");
  }

  @Test
  void refusesASignatureOfAnotherKey() {
    Greeted exposer = exposer();
    ControlMessage.Register right = register(exposer, OWNER, 1);
    exposer
        .link()
        .receive(
            new ControlMessage.Register(
                Proofs.rawKey(OTHER.publicKey()),
                right.admissionKey(),
                right.epoch(),
                right.signature(),
                right.targets()));
    assertRefused(exposer.link(), 4_403, "denied");
  }

  @Test
  void refusesAPublicKeyThatIsNone() {
    Greeted exposer = exposer();
    byte[] noKey = new byte[32];
    Arrays.fill(noKey, (byte) 0xff);
    exposer
        .link()
        .receive(
            new ControlMessage.Register(noKey, KEYS.admissionKey(), 1, new byte[64], List.of(0)));
    assertRefused(exposer.link(), 4_403, "denied");
  }

  @Test
  void comparesWithThePublicHostWhereAProxyRewritesTheHeader() {
    core = relay(Optional.of("Relay.Example:443"));
    Greeted exposer = greet(Role.EXPOSER, KEYS.tag(), "10.0.0.7:8025", "198.51.100.1");
    exposer.link().receive(register(exposer, OWNER, 1, "relay.example", KEYS.admissionKey()));
    assertThat(exposer.link().messages()).last().isEqualTo(new ControlMessage.Registered());

    Greeted rewritten = greet(Role.EXPOSER, KEYS.tag(), "10.0.0.7:8025", "198.51.100.1");
    rewritten.link().receive(register(rewritten, OWNER, 2, "10.0.0.7:8025", KEYS.admissionKey()));
    assertRefused(rewritten.link(), 4_403, "denied");
  }

  @Test
  void theHostHeaderIsComparedWithoutCaseAndStandardPort() {
    Greeted exposer = greet(Role.EXPOSER, KEYS.tag(), "RELAY.example:80", "198.51.100.1");
    exposer.link().receive(register(exposer, OWNER, 1, "relay.example", KEYS.admissionKey()));
    assertThat(exposer.link().messages()).last().isEqualTo(new ControlMessage.Registered());
  }

  @Test
  void theSameKeyWithAHigherEpochTakesOver() {
    FakeLink old = registered(1);
    FakeLink fresh = registered(-1); // the highest epoch, as it is unsigned
    assertRefused(old, 4_409, "superseded");
    assertThat(fresh.isClosed()).isFalse();
    assertThat(core.servers()).isEqualTo(1);
    assertThat(events).containsExactly("registered", "unregistered", "registered");
  }

  @Test
  void theSameKeyWithTheSameOrALowerEpochIsRefused() {
    FakeLink first = registered(5);
    assertRefused(registering(OWNER, 5), 4_409, "superseded");
    assertRefused(registering(OWNER, 4), 4_409, "superseded");
    assertThat(first.isClosed()).isFalse();
  }

  @Test
  void aLowerEpochIsRefusedAlsoWhileTheExposerIsAway() {
    registered(5).endedWith(1_006, "");
    assertRefused(registering(OWNER, 4), 4_409, "superseded");
    registered(6);
  }

  @Test
  void anotherKeyIsRefusedWhileTheOwnerIsThere() {
    FakeLink owner = registered(1);
    ControlMessage.Refused refused = assertRefused(registering(OTHER, 9), 4_403, "taken");
    assertThat(refused.retryAfterMillis()).isNull();
    assertThat(owner.isClosed()).isFalse();
  }

  @Test
  void anotherKeyIsRefusedFor10MinutesAfterTheOwnerLeft() {
    registered(1).endedWith(1_006, "");
    assertThat(core.servers()).isZero();
    ticker.advance(Duration.ofMinutes(9));
    assertThat(assertRefused(registering(OTHER, 2), 4_403, "taken").retryAfterMillis())
        .isEqualTo(60_000);
    ticker.advance(Duration.ofMillis(59_999));
    assertRefused(registering(OTHER, 2), 4_403, "taken");
    ticker.advance(Duration.ofMillis(1));
    assertThat(registering(OTHER, 2).only(ControlMessage.Registered.class)).isNotNull();
  }

  @Test
  void theOwnerMayComeBackWithinThe10Minutes() {
    registered(1).endedWith(1_006, "");
    ticker.advance(Duration.ofMinutes(1));
    registered(2);
    assertRefused(registering(OTHER, 9), 4_403, "taken");
  }

  @Test
  void aTagThatWasUnregisteredIsFreeAtOnce() {
    FakeLink owner = registered(1);
    owner.receive(new ControlMessage.Unregister());
    assertThat(core.servers()).isZero();
    assertThat(registering(OTHER, 1).only(ControlMessage.Registered.class)).isNotNull();
    owner.endedWith(1_000, ""); // the end of the old link does not touch the new registration
    assertThat(core.servers()).isEqualTo(1);
  }

  @Test
  void theLateEndOfASupersededLinkDoesNotTouchTheNewOne() {
    FakeLink old = registered(1);
    FakeLink fresh = registered(2);
    old.endedWith(1_006, "");
    opened(fresh, 1);
    assertThat(core.servers()).isEqualTo(1);
  }

  @Test
  void aFourthTakeoverWithinAMinuteIsRefusedWithTheTimeToWait() {
    registered(1);
    for (int epoch = 2; epoch <= 4; epoch++) {
      registered(epoch);
      ticker.advance(Duration.ofSeconds(10));
    }
    ControlMessage.Refused refused = assertRefused(registering(OWNER, 5), 4_429, "rate-limited");
    assertThat(refused.retryAfterMillis()).isEqualTo(30_000);
    ticker.advance(Duration.ofSeconds(30));
    registered(6);
  }

  // ---- opening

  @Test
  void anAcceptedTunnelIsOpenedWithTheExposersKeyAndTargets() {
    FakeLink exposer = registered(1);
    FakeLink connector = opening(7, 3);
    assertThat(connector.newMessages()).isEmpty();
    ControlMessage.TunnelOpened announced = exposer.only(ControlMessage.TunnelOpened.class);
    assertThat(announced.channel()).isEqualTo(1);
    assertThat(announced.tunnel()).isEqualTo(tunnel(7));
    assertThat(announced.epoch()).isEqualTo(3);
    assertThat(announced.sideProof()).isEqualTo(Proofs.sideProof(KEYS.tunnelKey(), tunnel(7), 3));
    assertThat(announced.remoteAddress()).isEqualTo("203.0.113.9:40000");
    exposer.receive(new ControlMessage.TunnelAccepted(1));
    ControlMessage.Opened opened = connector.only(ControlMessage.Opened.class);
    assertThat(opened.publicKey()).isEqualTo(Proofs.rawKey(OWNER.publicKey()));
    assertThat(opened.targets()).containsExactly(0, 1);
    assertThat(core.trafficStats().openTunnels()).isEqualTo(1);
    assertThat(events).containsExactly("registered", "opened");
  }

  @Test
  void aSecondAcceptanceChangesNothing() {
    FakeLink exposer = registered(1);
    FakeLink connector = opened(exposer, 1);
    exposer.receive(new ControlMessage.TunnelAccepted(1));
    exposer.receive(new ControlMessage.TunnelAccepted(99));
    assertThat(connector.newMessages()).isEmpty();
    assertThat(core.trafficStats().openTunnels()).isEqualTo(1);
  }

  @Test
  void unknownOfflineAndWronglyProvenAllWaitAlike() {
    FakeLink unknown = opening(1, 1);
    registered(1).endedWith(1_006, "");
    FakeLink offline = opening(2, 1);
    FakeLink exposer = registered(2);
    Greeted wrong = connector();
    exposer.newMessages();
    wrong.link().receive(open(wrong, 3, 1, new byte[32]));
    assertThat(unknown.texts()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(unknown.texts().get(1)).isEqualTo("{\"type\":\"waiting\"}");
    assertThat(offline.texts().get(1)).isEqualTo("{\"type\":\"waiting\"}");
    assertThat(wrong.link().texts().get(1)).isEqualTo("{\"type\":\"waiting\"}");
    assertThat(List.of(unknown, offline, wrong.link())).noneMatch(FakeLink::isClosed);
    assertThat(exposer.newMessages()).isEmpty(); // it does not hear of the wrong one
  }

  @Test
  void aConnectorThatWaitsIsOpenedWhenTheExposerComes() {
    FakeLink connector = opening(1, 1);
    connector.only(ControlMessage.Waiting.class);
    Greeted wrong = connector();
    wrong.link().receive(open(wrong, 2, 1, new byte[32]));
    FakeLink exposer = registering(OWNER, 1);
    assertThat(exposer.newMessages())
        .extracting(message -> message.getClass().getSimpleName())
        .containsExactly("Registered", "TunnelOpened");
    exposer.receive(new ControlMessage.TunnelAccepted(1));
    connector.only(ControlMessage.Opened.class);
    wrong.link().only(ControlMessage.Waiting.class);
  }

  @Test
  void whenTheExposerGoesItsConnectorsWaitAndAreOpenedAgainWhenItReturns() {
    FakeLink first = registered(1);
    FakeLink connector = opened(first, 1);
    first.endedWith(1_006, "");
    connector.only(ControlMessage.ServerAway.class);
    assertThat(core.trafficStats().openTunnels()).isZero();
    connector.receiveDatagram(0, 1, "lost");
    assertThat(dropped(DropReason.TUNNEL_NOT_OPEN)).isEqualTo(1);

    FakeLink second = registering(OWNER, 2);
    second.receive(new ControlMessage.TunnelAccepted(1));
    connector.only(ControlMessage.Opened.class);
    connector.receiveDatagram(0, 1, "again");
    assertThat(second.datagrams()).containsExactly("1/1:again");
    assertThat(events)
        .containsExactly("registered", "opened", "closed", "unregistered", "registered", "opened");
  }

  @Test
  void aTakeoverOfTheExposerAnnouncesItsTunnelsToTheNewLink() {
    FakeLink first = registered(1);
    FakeLink connector = opened(first, 1);
    FakeLink second = registering(OWNER, 2);
    connector.only(ControlMessage.ServerAway.class);
    second.receive(new ControlMessage.TunnelAccepted(1));
    connector.only(ControlMessage.Opened.class);
    first.receiveDatagram(1, 1, "of the old link");
    second.receiveDatagram(1, 1, "of the new link");
    assertThat(connector.datagrams()).containsExactly("0/1:of the new link");
  }

  @Test
  void aRefusedTunnelIsDenied() {
    FakeLink exposer = registered(1);
    FakeLink connector = opening(1, 1);
    exposer.newMessages();
    exposer.receive(new ControlMessage.TunnelRefused(1, "no"));
    assertRefused(connector, 4_403, "denied");
    assertThat(exposer.only(ControlMessage.TunnelClosed.class).channel()).isEqualTo(1);
    assertThat(exposer.isClosed()).isFalse();
  }

  @Test
  void aTunnelThatTheExposerClosesTellsTheConnectorWhy() {
    FakeLink exposer = registered(1);
    FakeLink connector = opened(exposer, 1);
    exposer.receive(new ControlMessage.CloseTunnel(1, "kicked"));
    assertThat(connector.newMessages())
        .containsExactly(
            new ControlMessage.Closed("kicked"), new ControlMessage.Refused(4_403, "denied", null));
    assertThat(connector.closeCode()).isEqualTo(4_403);
    assertThat(exposer.newMessages())
        .containsExactly(new ControlMessage.TunnelClosed(1, 1, "closed"));
    assertThat(core.trafficStats().openTunnels()).isZero();
  }

  @Test
  void theExposerHearsWhetherAConnectorLeftOrWasLost() {
    FakeLink exposer = registered(1);
    opened(exposer, 1).endedWith(1_000, "");
    assertThat(exposer.newMessages())
        .containsExactly(new ControlMessage.TunnelClosed(1, 1, "left"));
    opened(exposer, 2).endedWith(1_006, "");
    assertThat(exposer.newMessages())
        .containsExactly(new ControlMessage.TunnelClosed(2, 1, "lost"));
  }

  // ---- takeover of a tunnel

  @Test
  void aHigherEpochTakesATunnelOverAndKeepsItsChannel() {
    FakeLink exposer = registered(1);
    FakeLink old = opened(exposer, 1);
    FakeLink fresh = opening(1, 2);
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
    assertThat(core.trafficStats().openTunnels()).isEqualTo(1);
  }

  @Test
  void aTunnelCanBeTakenOverBeforeItIsAccepted() {
    FakeLink exposer = registered(1);
    FakeLink old = opening(1, 1);
    FakeLink fresh = opening(1, 2);
    assertRefused(old, 4_409, "superseded");
    fresh.only(ControlMessage.Waiting.class);
    exposer.receive(new ControlMessage.TunnelAccepted(1));
    fresh.only(ControlMessage.Opened.class);
  }

  @Test
  void theSameOrALowerEpochDoesNotTakeATunnelOver() {
    FakeLink exposer = registered(1);
    Greeted first = connector();
    first.link().receive(open(first, 1, 5, KEYS.admissionKey()));
    exposer.newMessages();
    assertRefused(opening(1, 5), 4_409, "superseded");
    assertRefused(opening(1, 4), 4_409, "superseded");
    assertThat(first.link().isClosed()).isFalse();
    assertThat(exposer.newMessages()).isEmpty();
  }

  @Test
  void aWrongProofDoesNotTakeATunnelOver() {
    FakeLink exposer = registered(1);
    FakeLink first = opened(exposer, 1);
    Greeted thief = connector();
    thief.link().receive(open(thief, 1, 9, new byte[32]));
    thief.link().only(ControlMessage.Waiting.class);
    assertThat(first.isClosed()).isFalse();
    assertThat(exposer.newMessages()).isEmpty();
    exposer.receiveDatagram(1, 1, "private");
    assertThat(thief.link().datagrams()).isEmpty();
    thief.link().endedWith(1_006, ""); // nor does its end close the tunnel
    assertThat(exposer.newMessages()).isEmpty();
  }

  // ---- channels and data

  @Test
  void dataPassesBothWaysWithTheChannelSetAndCleared() {
    FakeLink exposer = registered(1);
    FakeLink one = opened(exposer, 1);
    FakeLink two = opened(exposer, 2);
    one.receiveDatagram(0, 7, "from one");
    two.receiveDatagram(0, 7, "from two");
    exposer.receiveDatagram(2, 7, "to two");
    exposer.receiveDatagram(1, 8, "");
    assertThat(exposer.datagrams()).containsExactly("1/7:from one", "2/7:from two");
    assertThat(one.datagrams()).containsExactly("0/8:");
    assertThat(two.datagrams()).containsExactly("0/7:to two");
    assertThat(core.trafficStats().linkReceived()).isEqualTo(4);
    assertThat(core.trafficStats().linkSent()).isEqualTo(4);
    assertThat(core.trafficStats().totalDropped()).isZero();
  }

  @Test
  void flowsAreOpenedAndClosedThroughTheRelay() {
    FakeLink exposer = registered(1);
    FakeLink connector = opened(exposer, 1);
    connector.receive(new ControlMessage.FlowOpened(0, 3, 1));
    connector.receive(new ControlMessage.FlowClosed(0, 3));
    exposer.receive(new ControlMessage.FlowClosed(1, 3));
    assertThat(exposer.newMessages())
        .containsExactly(
            new ControlMessage.FlowOpened(1, 3, 1), new ControlMessage.FlowClosed(1, 3));
    assertThat(connector.newMessages()).containsExactly(new ControlMessage.FlowClosed(0, 3));
  }

  @Test
  void aConnectorThatFloodsFlowMessagesIsCutAndTheExposerIsNot() {
    FakeLink exposer = registered(1);
    FakeLink connector = opened(exposer, 1);
    exposer.stall();
    for (int i = 0; i < FlowMessageLimit.BURST; i++) {
      connector.receive(new ControlMessage.FlowOpened(0, i, 0));
    }
    assertThat(connector.isClosed()).isFalse();
    connector.receive(new ControlMessage.FlowOpened(0, 0, 0));
    assertRefused(connector, 4_429, "rate-limited");
    assertThat(exposer.isClosed()).isFalse();
  }

  @Test
  void channelsCountUpAndAreUsedAgainOnlyWhenTheExposerHasFreedThem() {
    FakeLink exposer = registered(1);
    opened(exposer, 1).endedWith(1_000, "");
    assertThat(exposer.only(ControlMessage.TunnelClosed.class).channel()).isEqualTo(1);
    exposer.receive(new ControlMessage.ChannelFree(1));
    opening(2, 1);
    assertThat(exposer.only(ControlMessage.TunnelOpened.class).channel()).isEqualTo(2);
  }

  @Test
  void datagramsBeforeTheAcceptanceAreDroppedAndCounted() {
    FakeLink exposer = registered(1);
    FakeLink connector = opening(1, 1);
    connector.receiveDatagram(0, 1, "early");
    exposer.receiveDatagram(1, 1, "early too");
    assertThat(exposer.datagrams()).isEmpty();
    assertThat(connector.datagrams()).isEmpty();
    assertThat(dropped(DropReason.TUNNEL_NOT_OPEN)).isEqualTo(2);
    assertThat(core.trafficStats().totalDropped()).isEqualTo(2);
    assertThat(List.of(exposer, connector)).noneMatch(FakeLink::isClosed);
  }

  @Test
  void datagramsForAnUnknownOrClosedChannelAreDroppedAndCounted() {
    FakeLink exposer = registered(1);
    opened(exposer, 1).endedWith(1_000, "");
    exposer.receiveDatagram(1, 1, "crossed");
    exposer.receiveDatagram(9, 1, "unknown");
    exposer.receiveDatagram(0, 1, "no channel");
    exposer.receiveDatagram(65_535, 1, "unknown");
    assertThat(dropped(DropReason.UNKNOWN_CHANNEL)).isEqualTo(4);
    assertThat(exposer.isClosed()).isFalse();
  }

  @Test
  void whatWaitsForAChannelIsDroppedWhenItIsClosed() {
    FakeLink exposer = registered(1);
    FakeLink one = opened(exposer, 1);
    FakeLink two = opened(exposer, 2);
    exposer.stall();
    two.receiveDatagram(0, 1, "under way");
    one.receiveDatagram(0, 1, "waits");
    two.receiveDatagram(0, 1, "waits too");
    one.endedWith(1_000, "");
    exposer.resume();
    assertThat(exposer.datagrams()).containsExactly("2/1:under way", "2/1:waits too");
    assertThat(dropped(DropReason.UNKNOWN_CHANNEL)).isEqualTo(1);
  }

  @Test
  void aConnectorThatDoesNotReadDelaysNobodyElse() {
    FakeLink exposer = registered(1);
    FakeLink stuck = opened(exposer, 1);
    FakeLink other = opened(exposer, 2);
    stuck.stall();
    for (int i = 0; i < 1_000; i++) {
      exposer.receiveDatagram(1, 1, "x");
    }
    exposer.receiveDatagram(2, 1, "passes");
    assertThat(other.datagrams()).containsExactly("0/1:passes");
    assertThat(dropped(DropReason.QUEUE_FULL)).isEqualTo(1_000 - 1 - 64);
  }

  // ---- what must not be said

  @Test
  void aSecondRegisterEndsTheLink() {
    Greeted exposer = exposer();
    exposer.link().receive(register(exposer, OWNER, 1));
    exposer.link().newMessages();
    exposer.link().receive(register(exposer, OWNER, 2));
    assertViolation(exposer.link());
  }

  @Test
  void aSecondOpenEndsTheLink() {
    Greeted connector = connector();
    connector.link().receive(open(connector, 1, 1, KEYS.admissionKey()));
    connector.link().newMessages();
    connector.link().receive(open(connector, 1, 2, KEYS.admissionKey()));
    assertViolation(connector.link());
  }

  @Test
  void aChannelOnAConnectorsLinkEndsIt() {
    FakeLink exposer = registered(1);
    FakeLink one = opened(exposer, 1);
    one.receiveDatagram(1, 1, "x");
    assertViolation(one);
    FakeLink two = opened(exposer(exposer), 2);
    two.receive(new ControlMessage.FlowOpened(1, 1, 0));
    assertViolation(two);
    FakeLink three = opened(exposer(exposer), 3);
    three.receive(new ControlMessage.FlowClosed(1, 1));
    assertViolation(three);
    assertThat(exposer.datagrams()).isEmpty();
    assertThat(exposer.isClosed()).isFalse();
  }

  /** The same link, with what was sent to it read. */
  private static FakeLink exposer(FakeLink link) {
    link.newMessages();
    return link;
  }

  static List<ControlMessage> notForAnExposerToSend() {
    return List.of(
        new ControlMessage.Hello(1, new byte[32], 1),
        new ControlMessage.Registered(),
        new ControlMessage.TunnelOpened(1, new byte[16], 1, new byte[32], ""),
        new ControlMessage.TunnelResumed(1, 1, new byte[32], ""),
        new ControlMessage.TunnelClosed(1, 1, "lost"),
        new ControlMessage.Open(new byte[16], 1, new byte[32], new byte[32]),
        new ControlMessage.Waiting(),
        new ControlMessage.Opened(new byte[32], List.of(0)),
        new ControlMessage.ServerAway(),
        new ControlMessage.Closed(""),
        new ControlMessage.FlowOpened(1, 1, 0));
  }

  @ParameterizedTest
  @MethodSource("notForAnExposerToSend")
  void aMessageInTheWrongDirectionEndsAnExposersLink(ControlMessage message) {
    FakeLink exposer = registered(1);
    exposer.receive(message);
    assertViolation(exposer);
    assertThat(core.servers()).isZero();
  }

  static List<ControlMessage> notForAConnectorToSend() {
    return List.of(
        new ControlMessage.Hello(1, new byte[32], 1),
        new ControlMessage.Register(new byte[32], new byte[32], 1, new byte[64], List.of(0)),
        new ControlMessage.Registered(),
        new ControlMessage.TunnelAccepted(1),
        new ControlMessage.TunnelRefused(1, ""),
        new ControlMessage.CloseTunnel(1, ""),
        new ControlMessage.ChannelFree(1),
        new ControlMessage.Unregister(),
        new ControlMessage.TunnelClosed(1, 1, "lost"),
        new ControlMessage.Waiting(),
        new ControlMessage.ServerAway(),
        new ControlMessage.Closed(""));
  }

  @ParameterizedTest
  @MethodSource("notForAConnectorToSend")
  void aMessageInTheWrongDirectionEndsAConnectorsLink(ControlMessage message) {
    FakeLink connector = opened(registered(1), 1);
    connector.receive(message);
    assertViolation(connector);
  }

  @ParameterizedTest
  @MethodSource("notForAConnectorToSend")
  void theFirstMessageOfAConnectorMustBeOpen(ControlMessage message) {
    FakeLink connector = connector().link();
    connector.receive(message);
    assertViolation(connector);
  }

  @ParameterizedTest
  @MethodSource("notForAnExposerToSend")
  void theFirstMessageOfAnExposerMustBeRegister(ControlMessage message) {
    FakeLink exposer = exposer().link();
    exposer.receive(message);
    assertViolation(exposer);
  }

  @Test
  void freeingAChannelThatIsOpenEndsTheLink() {
    FakeLink exposer = registered(1);
    opened(exposer, 1);
    exposer.receive(new ControlMessage.ChannelFree(1));
    assertViolation(exposer);
  }

  @Test
  void aMalformedMessageOfOneSideDoesNotEndTheOther() {
    FakeLink exposer = registered(1);
    FakeLink bad = opened(exposer, 1);
    FakeLink good = opened(exposer, 2);
    bad.receive("nonsense");
    assertViolation(bad);
    good.receiveDatagram(0, 1, "x");
    assertThat(exposer.datagrams()).containsExactly("2/1:x");
    assertThat(exposer.isClosed()).isFalse();
  }

  @Test
  void aRefusedRegistrationLeavesTheOwnersTunnelsAlone() {
    FakeLink owner = registered(1);
    FakeLink connector = opened(owner, 1);
    assertRefused(registering(OTHER, 9), 4_403, "taken");
    connector.receiveDatagram(0, 1, "x");
    assertThat(owner.datagrams()).containsExactly("1/1:x");
    assertThat(connector.newMessages()).isEmpty();
  }

  @Test
  void aConnectorThatTakesNothingIsEndedAfterTenSecondsAndTheOthersLive() {
    FakeLink exposer = registered(1);
    FakeLink stalled = opened(exposer, 1);
    FakeLink silent = opened(exposer, 2);
    FakeLink good = opened(exposer, 3);
    FakeLink idle = opened(exposer, 4);
    stalled.stall();
    for (int channel = 1; channel <= 3; channel++) {
      exposer.receiveDatagram(channel, 1, "x");
    }
    good.receive(new Acknowledgement(8, 0, 0).message());
    timers.advance(Duration.ofSeconds(10));
    assertThat(core.links()).isEqualTo(5);
    timers.advance(Duration.ofSeconds(1));
    assertThat(stalled.order()).last().isEqualTo("abort");
    assertThat(silent.order()).last().isEqualTo("abort");
    timers.advance(Duration.ofMinutes(5));
    assertThat(List.of(exposer, good, idle)).noneMatch(FakeLink::isClosed);
    assertThat(core.links()).isEqualTo(3);
    exposer.receiveDatagram(3, 1, "y");
    assertThat(good.datagrams()).containsExactly("0/1:x", "0/1:y");
  }

  @Test
  void anExposerThatTakesNothingIsEndedAfterTenSecondsToo() {
    FakeLink exposer = registered(1);
    FakeLink connector = opened(exposer, 1);
    connector.receiveDatagram(0, 1, "x");
    timers.advance(Duration.ofSeconds(11));
    assertThat(exposer.order()).last().isEqualTo("abort");
    assertThat(core.servers()).isZero();
    assertThat(connector.isClosed()).isFalse();
    assertThat(connector.only(ControlMessage.ServerAway.class)).isNotNull();
  }
}
