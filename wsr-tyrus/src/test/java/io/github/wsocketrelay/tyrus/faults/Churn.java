package io.github.wsocketrelay.tyrus.faults;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RoleState;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A relay, exposers with game servers, and connectors with players, each side behind a fault proxy
 * of its own; and what is done to them at random. On one thread.
 */
final class Churn implements AutoCloseable {
  private static final int EXPOSERS = 3;
  private static final int CONNECTORS = 10;
  private static final int PLAYERS_EACH = 5;

  /** A fault lasts until so many others came after it. */
  private static final int MOST_FAULTY = 3;

  private static final Duration START_TIMEOUT = Duration.ofSeconds(5);

  private final SplittableRandom random;
  private final long seed;
  private final InetSocketAddress relayAddress;
  private final Seat<RelayServer> relay;
  private final List<Side<Exposer>> exposers = new ArrayList<>();
  private final List<Side<Connector>> connectors = new ArrayList<>();
  private final List<GameServer> servers = new ArrayList<>();
  private final List<Players> players = new ArrayList<>();
  private final Deque<FaultProxy> faulty = new ArrayDeque<>(); // since when, the oldest first
  private final Gaps gaps = new Gaps();
  private int events;

  /** A side and the proxy before it. */
  private record Side<T extends AutoCloseable>(Seat<T> seat, FaultProxy proxy) {}

  Churn(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    RelayServer first = RelayServer.builder().bind("127.0.0.1").start();
    this.relayAddress = first.localAddress();
    first.close();
    this.relay = new Seat<>(this::startRelay, role -> role.state() == RoleState.CLOSED);
    relay.fill();
    for (int i = 0; i < EXPOSERS; i++) {
      addExposer();
    }
  }

  private RelayServer startRelay() {
    return RelayServer.builder().bind("127.0.0.1").port(relayAddress.getPort()).start();
  }

  private void addExposer() {
    ExposerIdentity identity = ExposerIdentity.generate();
    GameServer server = GameServer.start();
    FaultProxy proxy = FaultProxy.to(relayAddress);
    Seat<Exposer> seat =
        new Seat<>(
            () ->
                Exposer.builder()
                    .relay(proxy.uri())
                    .target(server.port())
                    .identity(identity)
                    .startTimeout(START_TIMEOUT)
                    .start(),
            role -> role.state() == RoleState.CLOSED);
    servers.add(server);
    exposers.add(new Side<>(seat, proxy));
    seat.fill();
  }

  /** Lets connectors and players come, once all exposers are there. */
  void begin() {
    for (int i = 0; i < CONNECTORS; i++) {
      Exposer exposer = exposers.get(i % EXPOSERS).seat().role().orElseThrow();
      addConnector(exposer);
    }
  }

  private void addConnector(Exposer exposer) {
    FaultProxy proxy = FaultProxy.to(relayAddress);
    Connector first =
        Connector.builder()
            .relay(proxy.uri())
            .serverId(exposer.serverId())
            .startTimeout(START_TIMEOUT)
            .start();
    InetSocketAddress local = first.localAddress();
    first.close();
    Seat<Connector> seat =
        new Seat<>(
            () ->
                Connector.builder()
                    .relay(proxy.uri())
                    .serverId(exposer.serverId())
                    .localPort(local.getPort())
                    .startTimeout(START_TIMEOUT)
                    .start(),
            role -> role.state() == RoleState.CLOSED);
    connectors.add(new Side<>(seat, proxy));
    seat.fill();
    players.add(Players.start(local, PLAYERS_EACH, seed, gaps));
  }

  /** Does something to somebody, and ends something that was done before. */
  void strike() {
    events++;
    int chance = random.nextInt(100);
    if (chance < 4) {
      relay.fill();
      proxies().forEach(FaultProxy::reset); // so that nobody hears a goodbye
      relay.close();
    } else if (chance < 7) {
      relay.close(); // in good order
    } else if (chance < 12) {
      kill(anyOf(exposers));
    } else if (chance < 20) {
      kill(anyOf(connectors));
    } else {
      fault(anyOf(proxies().toList()));
    }
    while (faulty.size() > MOST_FAULTY) {
      faulty.removeFirst().heal();
    }
    fillSeats();
  }

  private void kill(Side<?> side) {
    side.proxy().refuse();
    side.proxy().reset();
    side.seat().close();
  }

  private void fault(FaultProxy proxy) {
    faulty.add(proxy);
    switch (random.nextInt(9)) {
      case 0 -> proxy.latency(Duration.ofMillis(random.nextInt(10, 200)));
      case 1 -> proxy.rate(random.nextInt(50_000, 500_000));
      case 2 -> proxy.blackHole(Direction.TO_RELAY);
      case 3 -> proxy.blackHole(Direction.TO_SIDE);
      case 4 -> proxy.blackHole(Direction.values());
      case 5 -> proxy.slices(random.nextInt(1, 50));
      case 6 -> proxy.cutAfter(random.nextInt(1_000, 500_000));
      case 7 -> proxy.slowClose(Duration.ofMillis(random.nextInt(2_000)));
      default -> proxy.reset();
    }
  }

  /** Every strike ends with all roles there that can be started. */
  private void fillSeats() {
    relay.fill();
    Stream.concat(exposers.stream(), connectors.stream())
        .filter(side -> side.seat().isEmpty())
        .forEach(side -> side.proxy().heal());
    exposers.forEach(side -> side.seat().fill());
    connectors.forEach(side -> side.seat().fill());
  }

  private <E> E anyOf(List<E> all) {
    return all.get(random.nextInt(all.size()));
  }

  private Stream<FaultProxy> proxies() {
    return Stream.concat(exposers.stream(), connectors.stream()).map(Side::proxy);
  }

  /** Ends all faults; everybody should find each other again. */
  void heal() {
    proxies().forEach(FaultProxy::heal);
    fillSeats();
  }

  boolean allAnsweredSince(long nanoTime) {
    return players.stream().allMatch(some -> some.allAnsweredSince(nanoTime));
  }

  int events() {
    return events;
  }

  /** Roles that have ended without having been asked to. */
  int endedByThemselves() {
    return relay.endedByItself()
        + Stream.concat(exposers.stream(), connectors.stream())
            .mapToInt(side -> side.seat().endedByItself())
            .sum();
  }

  Gaps gaps() {
    return gaps;
  }

  long sent() {
    return players.stream().mapToLong(Players::sent).sum();
  }

  long answered() {
    return players.stream().mapToLong(Players::answered).sum();
  }

  /** The longest silence since the last call. */
  Duration takeLongestSilence() {
    Duration longest =
        players.stream().map(Players::longestSilence).max(Duration::compareTo).orElseThrow();
    players.forEach(Players::forgetSilences);
    return longest;
  }

  /** All bytes that were wrong, in words. */
  List<String> damage() {
    return Stream.concat(
            players.stream().flatMap(some -> some.damage().stream()),
            servers.stream()
                .filter(server -> server.damaged() > 0)
                .map(server -> server.damaged() + " damaged datagrams at a game server"))
        .toList();
  }

  RelayServer relay() {
    return relay.role().orElseThrow();
  }

  List<Exposer> exposers() {
    return exposers.stream().flatMap(side -> side.seat().role().stream()).toList();
  }

  void endPlayersAndConnectors() {
    players.forEach(Players::close);
    connectors.forEach(side -> side.seat().close());
  }

  void endExposers() {
    exposers.forEach(side -> side.seat().close());
  }

  @Override
  public void close() {
    endPlayersAndConnectors();
    endExposers();
    relay.close();
    proxies().forEach(FaultProxy::close);
    servers.forEach(GameServer::close);
  }
}
