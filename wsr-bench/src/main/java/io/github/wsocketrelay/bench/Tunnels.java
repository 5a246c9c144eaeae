package io.github.wsocketrelay.bench;

import static java.util.Objects.requireNonNull;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ReconnectPolicy;
import io.github.wsocketrelay.RelayAddress;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.examples.LinkSecurity;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Exposers in front of UDP servers, connectors dealt to them in turn, and a relay between. */
final class Tunnels implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
  private static final String LOOPBACK = "127.0.0.1";

  private final @Nullable RelayServer relay;
  private final Roles<Exposer> exposers = new Roles<>(Exposer::closeAsync);
  private final Roles<Connector> connectors = new Roles<>(Connector::closeAsync);

  private Tunnels(@Nullable RelayServer relay) {
    this.relay = relay;
  }

  /**
   * Opens tunnels, and waits until all of them are open.
   *
   * @param setting says which relay to use, if not one of their own, and how
   * @param servers the targets of every exposer
   */
  static Tunnels open(
      Setting setting, List<InetSocketAddress> servers, int exposers, int connectors)
      throws InterruptedException {
    Tunnels tunnels = new Tunnels(setting.relay().isEmpty() ? ownRelay() : null);
    try {
      URI address = setting.relay().orElseGet(tunnels::ownAddress);
      tunnels.exposers.startAll(
          IntStream.range(0, exposers)
              .mapToObj(i -> exposer(address, servers, setting.security()))
              .toList());
      tunnels.connectors.startAll(
          IntStream.range(0, connectors)
              .mapToObj(
                  i -> connector(tunnels.exposers.running().get(i % exposers), setting.security()))
              .toList());
      return tunnels;
    } catch (InterruptedException | RuntimeException e) {
      tunnels.close();
      throw e;
    }
  }

  private static RelayServer ownRelay() {
    return RelayServer.builder().bind(LOOPBACK).start();
  }

  private URI ownAddress() {
    return RelayAddress.parse(LOOPBACK + ":" + requireNonNull(relay).localAddress().getPort());
  }

  private static Supplier<CompletableFuture<Exposer>> exposer(
      URI relay, List<InetSocketAddress> servers, LinkSecurity security) {
    List<Target> targets =
        servers.stream()
            .map(server -> new Target(server.getHostString(), server.getPort()))
            .toList();
    return () ->
        security
            .applyTo(Exposer.builder())
            .relay(relay)
            .targets(targets)
            .startTimeout(START_TIMEOUT)
            .reconnect(ReconnectPolicy.NEVER)
            .startAsync();
  }

  private static Supplier<CompletableFuture<Connector>> connector(
      Exposer exposer, LinkSecurity security) {
    return () ->
        security
            .applyTo(Connector.builder())
            .invitation(exposer.invitation())
            .startTimeout(START_TIMEOUT)
            .waitForServer(START_TIMEOUT)
            .reconnect(ReconnectPolicy.NEVER)
            .startAsync();
  }

  List<Exposer> exposers() {
    return exposers.running();
  }

  /** Where the first server is reached, at each connector. */
  List<InetSocketAddress> entrances() {
    return connectors.running().stream().map(Connector::localAddress).toList();
  }

  /**
   * Makes sure that what was measured was all of the tunnels, all of the time.
   *
   * @throws WsrException if one has broken since they were opened
   */
  void checkOpen() {
    Stream<RoleState> states =
        Stream.concat(
            exposers.running().stream().map(Exposer::state),
            connectors.running().stream().map(Connector::state));
    long broken = states.filter(state -> state != RoleState.RUNNING).count();
    if (broken > 0) {
      throw new WsrException(
          "%,d of %,d exposers and connectors lost the relay or each other meanwhile: does the relay still run?"
              .formatted(broken, exposers.running().size() + connectors.running().size()));
    }
  }

  /** Datagrams lost inside the roles that run in this process. */
  Map<DropReason, Long> dropped() {
    Stream<TrafficStats> sides =
        Stream.concat(
            exposers.running().stream().map(Exposer::trafficStats),
            connectors.running().stream().map(Connector::trafficStats));
    Map<DropReason, Long> sum = new EnumMap<>(DropReason.class);
    Stream.concat(sides, relay == null ? Stream.empty() : Stream.of(relay.trafficStats()))
        .flatMap(stats -> stats.dropped().entrySet().stream())
        .filter(drops -> drops.getValue() > 0)
        .forEach(drops -> sum.merge(drops.getKey(), drops.getValue(), Long::sum));
    return sum;
  }

  @Override
  public void close() {
    connectors.close();
    exposers.close();
    if (relay != null) {
      relay.close();
    }
  }
}
