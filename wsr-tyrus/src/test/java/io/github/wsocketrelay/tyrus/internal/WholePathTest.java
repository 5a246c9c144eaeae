package io.github.wsocketrelay.tyrus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.ConnectorListener;
import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayListener;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.tyrus.internal.connector.ConnectorCore;
import io.github.wsocketrelay.tyrus.internal.connector.ConnectorSession;
import io.github.wsocketrelay.tyrus.internal.exposer.Approvals;
import io.github.wsocketrelay.tyrus.internal.exposer.ExposerCore;
import io.github.wsocketrelay.tyrus.internal.exposer.ExposerSession;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Request;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import io.github.wsocketrelay.tyrus.internal.relay.RelayCore;
import io.github.wsocketrelay.tyrus.internal.testing.FakeNetwork;
import io.github.wsocketrelay.tyrus.internal.testing.FakeUdpSockets;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTimers;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import io.github.wsocketrelay.tyrus.internal.udp.OwnPorts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three cores together: from a UDP client to a UDP server and back, without a socket. */
class WholePathTest {
  private static final URI RELAY = URI.create("ws://relay.example:8025");
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Duration IDLE = Duration.ofSeconds(300);
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final ManualTicker ticker = new ManualTicker();
  private final ManualTimers timers = new ManualTimers();
  private final FakeNetwork network = new FakeNetwork();
  private final RelayCore relay = newRelay();

  private RelayCore newRelay() {
    return newRelay(Map.of());
  }

  private RelayCore newRelay(Map<RelayLimit, Long> limits) {
    return new RelayCore(
        Optional.empty(),
        ticker,
        now -> 0,
        timers,
        new Random(1),
        TestLimits.relay(ticker, limits),
        event -> event.accept(new RelayListener() {}),
        () -> {});
  }

  /** An exposer towards one UDP server. */
  private final class Host implements SideOwner {
    final FakeUdpSockets udp;
    final ExposerIdentity identity;
    final InetSocketAddress server;
    final ExposerCore core;
    ExposerSession session;
    Link link;
    final List<String> heard = new ArrayList<>();

    Host(ServerId serverId, int port) {
      this(serverId, port, new OwnPorts());
    }

    /** In a process whose sides have bound these. */
    Host(ServerId serverId, int port, OwnPorts process) {
      udp = new FakeUdpSockets(process);
      identity = ExposerIdentity.forId(serverId);
      server = new InetSocketAddress(LOOPBACK, port);
      core =
          new ExposerCore(
              List.of(Target.ofPort(port)),
              List.of(server),
              30_000,
              false,
              IDLE,
              GRACE,
              udp,
              TestLimits.exposer(ticker, Map.of()),
              new Approvals(Optional.empty(), Duration.ofSeconds(30), timers, Runnable::run),
              ticker,
              event -> event.accept(new ExposerListener() {}),
              () -> {});
      dial(relay);
    }

    /** Comes by a new link, to this relay. */
    void dial(RelayCore to) {
      link =
          network.connect(
              dialled -> {
                session =
                    new ExposerSession(
                        dialled,
                        core,
                        RELAY,
                        identity,
                        identity::nextEpoch,
                        timers,
                        now -> 0,
                        this);
                return session.handler();
              },
              accepted -> to.accept(accepted, request(Role.EXPOSER, identity.serverId())));
    }

    /** The server answers every client with what it sent last. */
    void answerAll() {
      for (FakeUdpSockets.Socket flow : udp.all()) {
        List<String> sent = flow.sent();
        if (!flow.isClosed() && !sent.isEmpty()) {
          String last = sent.get(sent.size() - 1);
          flow.receive("re " + last.substring(last.indexOf(':') + 1), server);
        }
      }
    }

    @Override
    public boolean onGreeted(SideSession greeted) {
      return true;
    }

    @Override
    public boolean onAnswered(SideSession answered) {
      heard.add("registered");
      return true;
    }

    @Override
    public void onGoingAway(SideSession leaving, Duration reconnectAfter) {
      heard.add("relay goes away");
    }

    @Override
    public void onEnded(SideSession over, Ending ending) {
      heard.add("ended " + ending.reason());
    }
  }

  /** A connector with one local port. */
  private final class Guest implements SideOwner, ConnectorSession.Owner {
    final FakeUdpSockets udp;
    final ConnectorCore core;
    final ServerId serverId;
    final byte[] tunnel = new byte[16];
    ConnectorSession session;
    Link link;
    private long nextEpoch = 1;
    final List<String> heard = new ArrayList<>();

    Guest(ServerId serverId, int number) {
      this(serverId, number, new OwnPorts());
    }

    /** In a process whose sides have bound these. */
    Guest(ServerId serverId, int number, OwnPorts process) {
      udp = new FakeUdpSockets(process);
      core =
          new ConnectorCore(
              Optional.of(LOOPBACK),
              List.of(7_777),
              IDLE,
              udp,
              ticker,
              event -> event.accept(new ConnectorListener() {}),
              () -> {});
      core.bind();
      this.serverId = serverId;
      tunnel[0] = (byte) number;
      dial(relay);
    }

    /** Comes by a new link, to this relay. */
    void dial(RelayCore to) {
      link =
          network.connect(
              dialled -> {
                session =
                    new ConnectorSession(
                        dialled,
                        core,
                        RELAY,
                        serverId,
                        tunnel,
                        () -> nextEpoch++,
                        timers,
                        now -> 0,
                        this,
                        this);
                return session.handler();
              },
              accepted -> to.accept(accepted, request(Role.CONNECTOR, serverId)));
    }

    void send(int client, String payload) {
      udp.all().get(0).receive(payload, new InetSocketAddress(LOOPBACK, client));
    }

    List<String> answers() {
      return udp.all().get(0).sent();
    }

    @Override
    public boolean onGreeted(SideSession greeted) {
      return true;
    }

    @Override
    public boolean onAnswered(SideSession answered) {
      return true;
    }

    @Override
    public void onGoingAway(SideSession leaving, Duration reconnectAfter) {
      heard.add("relay goes away");
    }

    @Override
    public void onServerAway() {
      heard.add("away");
    }

    @Override
    public void onOpened(byte[] exposerKey) {
      heard.add("opened");
    }

    @Override
    public void onEnded(SideSession over, Ending ending) {
      heard.add("ended " + ending.reason());
    }
  }

  private static Request request(Role role, ServerId serverId) {
    return new Request(role, serverId.keys().tag(), "Relay.Example:8025", TestLimits.granted());
  }

  private final ServerId serverId = ServerId.random();

  private long dropped(DropReason reason, Host host, Guest guest) {
    return relay.trafficStats().dropped(reason)
        + host.core.trafficStats().dropped(reason)
        + guest.core.trafficStats().dropped(reason);
  }

  @Test
  void carriesTwoServersTwoConnectorsEachAndEightClientsEachWithoutCrossTalk() {
    List<Host> hosts = new ArrayList<>();
    List<Guest> guests = new ArrayList<>();
    for (int h = 0; h < 2; h++) {
      ServerId id = ServerId.random();
      hosts.add(new Host(id, 7_000 + h));
      guests.add(new Guest(id, 2 * h + 1));
      guests.add(new Guest(id, 2 * h + 2));
    }
    network.run();
    for (int g = 0; g < guests.size(); g++) {
      for (int client = 0; client < 8; client++) {
        guests.get(g).send(4_000 + client, "from guest " + g + " client " + client);
      }
    }
    network.run();
    hosts.forEach(Host::answerAll);
    network.run();
    for (int g = 0; g < guests.size(); g++) {
      List<String> expected = new ArrayList<>();
      for (int client = 0; client < 8; client++) {
        expected.add((4_000 + client) + ":re from guest " + g + " client " + client);
      }
      assertThat(guests.get(g).answers()).containsExactlyInAnyOrderElementsOf(expected);
    }
    for (Host host : hosts) {
      assertThat(host.udp.all())
          .extracting(socket -> socket.localAddress().getPort())
          .hasSize(16)
          .doesNotHaveDuplicates();
    }
    assertThat(relay.trafficStats().totalDropped()).isZero();
    assertThat(relay.servers()).isEqualTo(2);
    assertThat(relay.trafficStats().openTunnels()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_200, 1_500, 16_384, 65_507})
  void carriesADatagramOfAnySizeThereAndBack(int size) {
    Host host = new Host(serverId, 7_000);
    Guest guest = new Guest(serverId, 1);
    network.run();
    String payload = "0123456789abcdefg".repeat(4_000).substring(0, size);
    guest.send(4_000, payload);
    network.run();
    assertThat(host.udp.last().sent()).containsExactly("7000:" + payload);
    host.udp.last().receive(payload, host.server);
    network.run();
    assertThat(guest.answers()).containsExactly("4000:" + payload);
  }

  @Test
  void aConnectorThatCameFirstIsOpenedWhenItsServerComes() {
    Guest guest = new Guest(serverId, 1);
    network.run();
    guest.send(4_000, "too early");
    new Host(serverId, 7_000);
    network.run();
    assertThat(guest.heard).containsExactly("away", "opened");
    assertThat(guest.core.trafficStats().dropped(DropReason.TUNNEL_NOT_OPEN)).isEqualTo(1);
  }

  @Test
  void bothEndsMayEndAnIdleFlowAtTheSameTime() {
    Host host = new Host(serverId, 7_000);
    Guest guest = new Guest(serverId, 1);
    network.run();
    guest.send(4_000, "a");
    network.run();
    ticker.advance(IDLE);
    host.core.sweep();
    guest.core.sweep();
    network.run();
    assertThat(host.core.trafficStats().openFlows()).isZero();
    assertThat(guest.core.trafficStats().openFlows()).isZero();
    guest.send(4_000, "b");
    network.run();
    assertThat(host.udp.last().sent()).containsExactly("7000:b");
    assertThat(host.udp.last().localAddress().getPort()).isEqualTo(30_000);
  }

  @Test
  void aDatagramThatCrossesTheEndOfItsFlowIsCountedAndEndsNothing() {
    Host host = new Host(serverId, 7_000);
    Guest guest = new Guest(serverId, 1);
    network.run();
    guest.send(4_000, "a");
    network.run();
    ticker.advance(IDLE);
    host.core.sweep();
    guest.send(4_000, "crosses");
    network.run();
    assertThat(dropped(DropReason.UNKNOWN_FLOW, host, guest)).isEqualTo(1);
    guest.send(4_000, "b");
    network.run();
    assertThat(host.udp.last().sent()).containsExactly("7000:b");
    assertThat(guest.heard).containsExactly("opened");
  }

  @Test
  void aConnectorThatLeavesClosesItsFlowsAndFreesItsChannel() {
    Host host = new Host(serverId, 7_000);
    Guest guest = new Guest(serverId, 1);
    network.run();
    guest.send(4_000, "a");
    network.run();
    host.udp.last().receive("crosses", host.server);
    guest.session.leave();
    network.run();
    assertThat(guest.heard).containsExactly("opened", "ended LINK_LOST");
    assertThat(host.core.trafficStats().openTunnels()).isZero();
    assertThat(host.udp.last().isClosed()).isTrue();
    assertThat(relay.trafficStats().openTunnels()).isZero();
    Guest next = new Guest(serverId, 2);
    network.run();
    next.send(4_000, "b");
    network.run();
    assertThat(host.udp.last().sent()).containsExactly("7000:b");
    assertThat(host.udp.last().localAddress().getPort()).isEqualTo(30_000);
  }

  @Test
  void anExposerThatLeavesLetsItsConnectorsWait() {
    Host host = new Host(serverId, 7_000);
    Guest guest = new Guest(serverId, 1);
    network.run();
    host.session.leave();
    network.run();
    assertThat(guest.heard).containsExactly("opened", "away");
    assertThat(relay.servers()).isZero();
  }

  @Test
  void aConnectorOfAnotherServerIdNeverReachesThisOne() {
    Host host = new Host(serverId, 7_000);
    Guest stranger = new Guest(ServerId.random(), 1);
    network.run();
    stranger.send(4_000, "hello?");
    network.run();
    assertThat(stranger.heard).containsExactly("away");
    assertThat(host.udp.all()).isEmpty();
    assertThat(host.core.trafficStats().openTunnels()).isZero();
  }

  // ---- loops

  /** How much of what each flow has sent was carried on. */
  private final Map<FakeUdpSockets.Socket, Integer> carried = new HashMap<>();

  /**
   * The host's target is the guest's port: carries there what the host's flows send, until nothing
   * comes any more.
   *
   * @return how many datagrams that were
   */
  private int circulate(Host host, Guest guest) {
    int before;
    int all = 0;
    do {
      before = all;
      for (FakeUdpSockets.Socket flow : host.udp.all()) {
        List<String> sent = flow.sent();
        for (int i = carried.getOrDefault(flow, 0); i < sent.size(); i++) {
          String payload = sent.get(i).substring(sent.get(i).indexOf(':') + 1);
          guest.udp.all().get(0).receive(payload, flow.localAddress());
          all++;
        }
        carried.put(flow, sent.size());
      }
      network.run();
      assertThat(all).isLessThan(10_000);
    } while (all > before);
    return all;
  }

  @Test
  void aLoopWithinAProcessEndsAfterAFewTunnels() {
    OwnPorts process = new OwnPorts();
    Host host = new Host(serverId, 7_777, process);
    Guest guest = new Guest(serverId, 1, process);
    network.run();
    guest.send(4_000, "round");
    network.run();
    assertThat(circulate(host, guest)).isEqualTo(OwnPorts.MAX_HOPS + 1);
    assertThat(host.udp.all()).hasSize(OwnPorts.MAX_HOPS + 1);
    assertThat(guest.core.trafficStats().openFlows()).isEqualTo(OwnPorts.MAX_HOPS + 1);
    assertThat(guest.core.trafficStats().dropped(DropReason.NO_FLOW)).isEqualTo(1);
    assertThat(guest.heard).containsExactly("opened");
  }

  @Test
  void aLoopAcrossProcessesEndsAtTheLimitsOfFlowsAndLeavesOtherTunnelsAlone() {
    Host host = new Host(serverId, 7_777);
    Guest guest = new Guest(serverId, 1);
    Guest other = new Guest(serverId, 2);
    network.run();
    other.send(4_001, "hello");
    guest.send(4_000, "round");
    network.run();
    int most = 1_025; // A flow more each round, up to those of one tunnel, and the other's.
    assertThat(circulate(host, guest)).isBetween(100, most);
    assertThat(host.core.trafficStats().openFlows()).isLessThanOrEqualTo(most);
    assertThat(guest.heard).containsExactly("opened"); // The relay takes no offence either.

    guest.send(4_000, "again");
    network.run();
    assertThat(circulate(host, guest)).isLessThanOrEqualTo(most);

    FakeUdpSockets.Socket flow = host.udp.all().get(0);
    assertThat(flow.sent()).contains("7777:hello");
    flow.receive("answer", host.server);
    other.send(4_002, "another client");
    network.run();
    assertThat(other.answers()).containsExactly("4001:answer");
    assertThat(host.udp.last().sent()).containsExactly("7777:another client");
  }

  // ---- losing and finding each other again

  /** A host and a guest with a flow that has carried something. */
  private final class Pair {
    final Host host = new Host(serverId, 7_000);
    final Guest guest = new Guest(serverId, 1);

    Pair() {
      network.run();
      guest.send(4_000, "first");
      network.run();
      assertFlowIsOn();
    }

    /** The same client reaches the server from the same port as ever, and is answered. */
    void assertFlowIsOn() {
      int before = guest.answers().size();
      guest.send(4_000, "ping");
      network.run();
      host.answerAll();
      network.run();
      assertThat(guest.answers()).hasSize(before + 1).endsWith("4000:re ping");
      assertThat(host.udp.all()).hasSize(1);
      assertThat(host.core.trafficStats().openTunnels()).isEqualTo(1);
      assertThat(host.core.trafficStats().openFlows()).isEqualTo(1);
      assertThat(guest.core.trafficStats().openFlows()).isEqualTo(1);
    }
  }

  @Test
  void aFlowLivesThroughALostLinkOfTheExposer() {
    Pair pair = new Pair();
    pair.host.link.abort("");
    network.run();
    pair.host.dial(relay);
    network.run();
    pair.assertFlowIsOn();
    assertThat(pair.guest.heard).containsExactly("opened", "away", "opened");
  }

  @Test
  void aFlowLivesThroughALostLinkOfTheConnector() {
    Pair pair = new Pair();
    pair.guest.link.abort("");
    network.run();
    pair.guest.dial(relay);
    network.run();
    pair.assertFlowIsOn();
  }

  @Test
  void aFlowLivesThroughBothLinksLostInEitherOrder() {
    Pair pair = new Pair();
    pair.guest.link.abort("");
    pair.host.link.abort("");
    network.run();
    pair.guest.dial(relay);
    network.run();
    pair.host.dial(relay);
    network.run();
    pair.assertFlowIsOn();
    pair.host.link.abort("");
    pair.guest.link.abort("");
    network.run();
    pair.host.dial(relay);
    network.run();
    pair.guest.dial(relay);
    network.run();
    pair.assertFlowIsOn();
  }

  @Test
  void aFlowLivesThroughARestartOfTheRelayWithItsMemoryGone() {
    Pair pair = new Pair();
    relay.close();
    network.run();
    RelayCore another = newRelay();
    ticker.advance(Duration.ofSeconds(30));
    pair.host.core.sweep();
    pair.guest.dial(another);
    network.run();
    pair.host.dial(another);
    network.run();
    pair.assertFlowIsOn();
  }

  @Test
  void aSideThatDialsBesideItsLinkTakesItsOwnPlace() {
    Pair pair = new Pair();
    pair.guest.dial(relay);
    network.run();
    pair.assertFlowIsOn();
    pair.host.dial(relay);
    network.run();
    pair.assertFlowIsOn();
    assertThat(pair.guest.heard).containsOnlyOnce("ended SUPERSEDED");
    assertThat(pair.host.heard).containsOnlyOnce("ended SUPERSEDED");
    assertThat(relay.links()).isEqualTo(2);
  }

  @Test
  void whatIsSentWhileALinkIsAwayArrivesOnReturnInOrderUnlessItIsStale() {
    Pair pair = new Pair();
    int answers = pair.guest.answers().size();
    pair.guest.link.abort("");
    pair.host.link.abort("");
    network.run();
    pair.guest.send(4_000, "stale");
    pair.host.udp.last().receive("stale", pair.host.server);
    ticker.advance(Duration.ofMillis(100));
    pair.guest.send(4_000, "fresh");
    pair.host.udp.last().receive("fresh answer", pair.host.server);
    pair.guest.dial(relay);
    network.run();
    pair.host.dial(relay);
    network.run();
    assertThat(pair.host.udp.last().sent()).endsWith("7000:ping", "7000:fresh");
    assertThat(pair.guest.answers()).hasSize(answers + 1).endsWith("4000:fresh answer");
    assertThat(dropped(DropReason.STALE, pair.host, pair.guest)).isEqualTo(2);
  }

  @Test
  void aFlowThatOneSideEndsWhileTheOtherIsAwayIsNotMixedUpWithTheNext() {
    Pair pair = new Pair();
    pair.guest.link.abort("");
    network.run();
    ticker.advance(IDLE);
    pair.host.udp.last().receive("the server goes on", pair.host.server);
    pair.guest.core.sweep();
    pair.guest.dial(relay);
    network.run();
    assertThat(pair.host.core.trafficStats().openFlows()).isZero();
    assertThat(pair.host.udp.last().isClosed()).isTrue();
    pair.guest.send(4_001, "another");
    network.run();
    assertThat(pair.host.udp.all()).hasSize(2);
    assertThat(pair.host.udp.last().sent()).containsExactly("7000:another");
  }

  @Test
  void aFlowThatTheExposerEndsWhileTheConnectorIsAwayIsOpenedAnew() {
    Pair pair = new Pair();
    pair.guest.link.abort("");
    network.run();
    ticker.advance(IDLE);
    pair.guest.send(4_000, "keeps the connector's flow");
    pair.host.core.sweep();
    pair.guest.dial(relay);
    network.run();
    pair.guest.send(4_000, "anew");
    network.run();
    assertThat(pair.host.udp.all()).hasSize(2);
    assertThat(pair.host.udp.last().sent()).endsWith("7000:anew");
    assertThat(pair.guest.core.trafficStats().openFlows()).isEqualTo(1);
  }

  @Test
  void aConnectorThatIsAwayForLongerThanTheGraceBeginsAnew() {
    Pair pair = new Pair();
    pair.guest.link.abort("");
    network.run();
    ticker.advance(GRACE);
    pair.host.core.sweep();
    assertThat(pair.host.udp.last().isClosed()).isTrue();
    pair.guest.dial(relay);
    network.run();
    pair.guest.send(4_000, "anew");
    network.run();
    assertThat(pair.host.udp.all()).hasSize(2);
    assertThat(pair.host.udp.last().sent()).containsExactly("7000:anew");
  }

  @Test
  void pingsKeepAnIdleLinkBusyAndEndNothing() {
    Host host = new Host(serverId, 7_000);
    Guest guest = new Guest(serverId, 1);
    network.run();
    for (int i = 0; i < 10; i++) {
      timers.advance(Duration.ofSeconds(10));
      network.run();
    }
    assertThat(host.heard).containsExactly("registered");
    assertThat(guest.heard).containsExactly("opened");
    assertThat(relay.links()).isEqualTo(2);
  }

  @Test
  void aRelayThatShutsDownEndsBothSides() {
    Host host = new Host(serverId, 7_000);
    Guest guest = new Guest(serverId, 1);
    network.run();
    relay.close();
    network.run();
    assertThat(host.heard)
        .containsExactly("registered", "relay goes away", "ended RELAY_GOING_AWAY");
    assertThat(guest.heard).contains("ended RELAY_GOING_AWAY");
    assertThat(relay.links()).isZero();
    assertThat(timers.pending()).isLessThanOrEqualTo(2); // the links' times to speak
  }

  /** A player sends so many datagrams a second for some seconds, and both sides report. */
  private void play(Guest guest, int datagramsPerSecond) {
    for (int second = 0; second < 12; second++) {
      guest.core.report(); // First, since a limit of the relay takes what comes last.
      for (int datagram = 0; datagram < datagramsPerSecond; datagram++) {
        guest.send(4_000, "x");
      }
      network.run();
      for (int quarter = 0; quarter < 4; quarter++) {
        ticker.advance(Duration.ofMillis(250));
        timers.advance(Duration.ofMillis(250));
        network.run();
      }
    }
  }

  @Test
  void bothSidesKnowThatNothingIsLost() {
    Host host = new Host(serverId, 7_000);
    Guest guest = new Guest(serverId, 1);
    network.run();
    play(guest, 30);
    for (PathQuality quality : List.of(guest.core.quality(), host.core.quality())) {
      assertThat(quality.rtt()).contains(Duration.ZERO);
      assertThat(quality.sendLoss()).hasValue(0);
      assertThat(quality.receiveLoss()).hasValue(0);
    }
    assertThat(relay.trafficStats().totalDropped()).isZero();
    assertThat(host.core.trafficStats().openFlows()).isEqualTo(1);
  }

  @Test
  void bothSidesKnowWhatTheRelayDrops() {
    Host host = new Host(serverId, 7_000);
    Guest guest = new Guest(serverId, 1);
    RelayCore strict = newRelay(Map.of(RelayLimit.LINK_DATAGRAMS_PER_SECOND, 20L));
    host.dial(strict);
    guest.dial(strict);
    network.run();
    play(guest, 40);
    double lost = host.core.quality().receiveLoss().orElseThrow();
    assertThat(lost).isBetween(0.3, 0.6);
    assertThat(guest.core.quality().sendLoss().orElseThrow()).isBetween(0.3, 0.6);
    assertThat(guest.core.quality().loss()).isEqualTo(guest.core.quality().sendLoss());
  }
}
