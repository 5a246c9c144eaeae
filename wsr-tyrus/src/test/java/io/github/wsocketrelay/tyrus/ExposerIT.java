package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(30)
@ExtendWith(Leaks.class)
class ExposerIT {
  private final Roles roles = new Roles();
  private final RelayServer relay = roles.relay();

  @AfterEach
  void endAll() {
    roles.close();
  }

  @Test
  void countsLocalPortsUpFromTheMinimumAndSkipsPortsInUse() {
    UdpPeer server = roles.peer();
    UdpPeer blocker = roles.peer();
    Exposer exposer =
        roles.exposer(relay, builder -> builder.target(server.port()).minLocalPort(blocker.port()));
    Connector connector = roles.connector(relay, exposer);

    int first = sourcePortOf(roles.peer(), connector, server);
    int second = sourcePortOf(roles.peer(), connector, server);

    assertThat(first).isGreaterThan(blocker.port());
    assertThat(second).isGreaterThan(first);
  }

  private static int sourcePortOf(UdpPeer client, Connector connector, UdpPeer server) {
    client.send("hi", connector.localAddress());
    return server.receive().source().getPort();
  }

  @Test
  void closesAnIdleFlowAndUsesItsPortForTheNextClient() {
    UdpPeer server = roles.peer();
    int minPort = freePort();
    Exposer exposer =
        roles.exposer(
            relay,
            builder ->
                builder
                    .target(server.port())
                    .minLocalPort(minPort)
                    .flowIdleTimeout(Duration.ofSeconds(1)));
    Connector connector = roles.connector(relay, exposer);
    int first = sourcePortOf(roles.peer(), connector, server);

    await().atMost(Duration.ofSeconds(5)).until(() -> exposer.flows().isEmpty());

    assertThat(sourcePortOf(roles.peer(), connector, server)).isEqualTo(first);
  }

  @Test
  void makesRoomForNewClientsOfABusyTunnelOrRefusesThemAndServesTheRest() {
    UdpPeer server = roles.peer().echoing();
    Exposer exposer = roles.exposer(relay, server);
    Connector connector = roles.connector(relay, exposer);
    UdpPeer first = roles.peer();
    first.send("first", connector.localAddress());
    assertThat(first.receive().text()).isEqualTo("first");

    for (int i = 0; i < 1_100; i++) {
      try (UdpPeer client = UdpPeer.open()) {
        client.send("many", connector.localAddress());
      }
    }
    await().until(() -> exposer.flows().size() >= 250);

    assertThat(exposer.flows()).hasSizeLessThanOrEqualTo(256);
    first.send("still", connector.localAddress());
    assertThat(first.receive().text()).isEqualTo("still");
  }

  @Test
  void keepsAFlowThatOnlyTheServerSendsOn() {
    UdpPeer server = roles.peer();
    Exposer exposer =
        roles.exposer(
            relay, builder -> builder.target(server.port()).flowIdleTimeout(Duration.ofSeconds(1)));
    Connector connector =
        roles.connector(relay, exposer, builder -> builder.flowIdleTimeout(Duration.ofSeconds(1)));
    UdpPeer client = roles.peer();
    client.send("hi", connector.localAddress());
    InetSocketAddress source = server.receive().source();
    long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();

    while (System.nanoTime() < end) {
      server.send("tick", source);
      assertThat(client.receive().text()).isEqualTo("tick");
      assertThat(client.receive(Duration.ofMillis(300))).isEmpty();
    }

    assertThat(exposer.flows()).hasSize(1);
  }

  @Test
  void outlivesAServerThatIsNotThereYet() {
    int port = freePort();
    Exposer exposer = roles.exposer(relay, builder -> builder.target(port));
    Connector connector = roles.connector(relay, exposer);
    UdpPeer client = roles.peer();
    client.send("anybody?", connector.localAddress());
    await().until(() -> exposer.trafficStats().dropped(DropReason.PORT_UNREACHABLE) > 0);
    InetSocketAddress before = exposer.flows().get(0).localAddress();

    UdpPeer server = roles.keep(UdpPeer.openAt("127.0.0.1", port));
    client.send("now?", connector.localAddress());
    UdpPeer.Received received = server.receive();
    server.send("yes", received.source());

    assertThat(received.text()).isEqualTo("now?");
    assertThat(received.source()).isEqualTo(before);
    assertThat(client.receive().text()).isEqualTo("yes");
  }

  @Test
  void carriesEmptyDatagramsAmongOthersFromTheSamePort() {
    UdpPeer server = roles.peer();
    Exposer exposer = roles.exposer(relay, server);
    Connector connector = roles.connector(relay, exposer);
    UdpPeer client = roles.peer();

    client.send("full", connector.localAddress());
    client.send("", connector.localAddress());
    client.send("again", connector.localAddress());

    UdpPeer.Received first = server.receive();
    UdpPeer.Received second = server.receive();
    UdpPeer.Received third = server.receive();
    assertThat(List.of(first.text(), second.text(), third.text()))
        .containsExactly("full", "", "again");
    assertThat(List.of(second.source(), third.source())).containsOnly(first.source());
    server.send("", first.source());
    server.send("answer", first.source());
    assertThat(client.receive().payload()).isEmpty();
    assertThat(client.receive().text()).isEqualTo("answer");
  }

  @Test
  void ignoresDatagramsThatAreNotFromTheTarget() {
    UdpPeer server = roles.peer();
    Exposer exposer = roles.exposer(relay, server);
    Connector connector = roles.connector(relay, exposer);
    UdpPeer client = roles.peer();
    client.send("", connector.localAddress());
    InetSocketAddress source = server.receive().source();

    roles.peer().send("from a stranger", source);
    server.send("from the server", source);

    assertThat(client.receive().text()).isEqualTo("from the server");
  }

  @Test
  void bindsEachFlowToOneOfSeveralTargetsAtTheSameOffsets() {
    UdpPeer game = roles.peer();
    UdpPeer query = roles.peer();
    Exposer exposer =
        roles.exposer(
            relay,
            builder ->
                builder.targets(List.of(Target.ofPort(game.port()), Target.ofPort(query.port()))));
    int localPort = freePort();
    Connector connector =
        roles.connector(
            relay, exposer, builder -> builder.localPorts(List.of(localPort, freePort())));
    UdpPeer client = roles.peer();
    InetSocketAddress toGame = connector.localAddress();
    InetSocketAddress toQuery =
        connector.localAddresses().stream()
            .filter(address -> address.getPort() != localPort)
            .findFirst()
            .orElseThrow();

    client.send("play", toGame);
    client.send("who?", toQuery);

    UdpPeer.Received atGame = game.receive();
    UdpPeer.Received atQuery = query.receive();
    assertThat(atGame.text()).isEqualTo("play");
    assertThat(atQuery.text()).isEqualTo("who?");
    query.send("me", atQuery.source());
    UdpPeer.Received answer = client.receive();
    assertThat(answer.text()).isEqualTo("me");
    assertThat(answer.source()).isEqualTo(toQuery);
  }

  @Test
  void reachesAnIpv6Target() {
    UdpPeer server = roles.keep(UdpPeer.openAt("::1", 0)).echoing();
    Exposer exposer = roles.exposer(relay, builder -> builder.target("::1", server.port()));
    Connector connector = roles.connector(relay, exposer);
    UdpPeer client = roles.peer();

    client.send("six", connector.localAddress());

    assertThat(client.receive().text()).isEqualTo("six");
  }

  @Test
  void givesEachTunnelALoopbackAddressOfItsOwn() {
    assumeThat(System.getProperty("os.name")).startsWith("Linux");
    UdpPeer server = roles.keep(UdpPeer.openAt("0.0.0.0", 0));
    Exposer exposer =
        roles.exposer(relay, builder -> builder.target(server.port()).distinctAddresses(true));
    Connector one = roles.connector(relay, exposer);
    Connector other = roles.connector(relay, exposer);
    UdpPeer client = roles.peer();

    client.send("one", one.localAddress());
    InetSocketAddress first = server.receive().source();
    client.send("other", other.localAddress());
    InetSocketAddress second = server.receive().source();

    assertThat(first.getAddress().getHostAddress()).startsWith("127.").isNotEqualTo("127.0.0.1");
    assertThat(second.getAddress()).isNotEqualTo(first.getAddress());
    server.send("for one", first);
    assertThat(client.receive().text()).isEqualTo("for one");
  }

  @Test
  void tellsItsListenerWhoIsBehindWhichLocalPort() throws Exception {
    UdpPeer server = roles.peer();
    LinkedBlockingQueue<Object> events = new LinkedBlockingQueue<>();
    ExposerListener listener =
        new ExposerListener() {
          @Override
          public void onTunnelOpened(TunnelOpened event) {
            events.add(event);
          }

          @Override
          public void onFlowOpened(FlowOpened event) {
            events.add(event);
          }

          @Override
          public void onFlowClosed(FlowClosed event) {
            events.add(event);
          }

          @Override
          public void onTunnelClosed(TunnelClosed event) {
            events.add(event);
          }
        };
    Exposer exposer =
        roles.exposer(relay, builder -> builder.target(server.port()).listener(listener));
    Connector connector = roles.connector(relay, exposer);
    roles.peer().send("hi", connector.localAddress());
    InetSocketAddress source = server.receive().source();
    connector.close();

    ExposerListener.TunnelOpened tunnel =
        (ExposerListener.TunnelOpened) events.poll(5, TimeUnit.SECONDS);
    ExposerListener.FlowOpened flow = (ExposerListener.FlowOpened) events.poll(5, TimeUnit.SECONDS);
    assertThat(tunnel.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
    assertThat(tunnel.remoteAddress().getPort()).isNotZero();
    assertThat(flow.tunnel()).isEqualTo(tunnel.tunnel());
    assertThat(flow.localAddress().getPort()).isEqualTo(source.getPort());
    assertThat(flow.remoteAddress()).isEqualTo(tunnel.remoteAddress());
    assertThat(events.poll(5, TimeUnit.SECONDS)).isInstanceOf(ExposerListener.FlowClosed.class);
    assertThat(events.poll(5, TimeUnit.SECONDS)).isInstanceOf(ExposerListener.TunnelClosed.class);
  }

  private static int freePort() {
    try (UdpPeer peer = UdpPeer.open()) {
      return peer.port();
    }
  }
}
