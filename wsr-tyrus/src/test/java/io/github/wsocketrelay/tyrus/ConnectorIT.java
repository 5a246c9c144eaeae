package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(30)
@ExtendWith(Leaks.class)
class ConnectorIT {
  private final Roles roles = new Roles();
  private final RelayServer relay = roles.relay();
  private final UdpPeer server = roles.peer();
  private final Exposer exposer = roles.exposer(relay, server);

  @AfterEach
  void endAll() {
    roles.close();
  }

  @Test
  void listensOnLoopbackOnly() throws Exception {
    Connector connector = roles.connector(relay, exposer);

    assertThat(connector.localAddresses())
        .isNotEmpty()
        .allMatch(address -> address.getAddress().isLoopbackAddress());
  }

  @Test
  void answersFromTheAddressThatWasAsked() throws Exception {
    Connector connector = roles.connector(relay, exposer, builder -> builder.bind("0.0.0.0"));
    int port = connector.localAddress().getPort();
    List<InetAddress> own =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLinkLocalAddress())
            .toList();

    for (InetAddress address : own) {
      UdpPeer client = roles.keep(UdpPeer.openAt(address.getHostAddress(), 0));
      InetSocketAddress asked = new InetSocketAddress(address, port);
      client.send("hi", asked);
      server.send("hello", server.receive().source());
      assertThat(client.receive().source()).isEqualTo(asked);
    }
  }

  @Test
  void carriesAnAnswerThatComesLate() {
    Connector connector = roles.connector(relay, exposer);
    UdpPeer client = roles.peer();
    client.send("question", connector.localAddress());
    InetSocketAddress source = server.receive().source();
    assertThat(client.receive(UdpPeer.A_MOMENT)).isEmpty();

    server.send("late answer", source);

    assertThat(client.receive().text()).isEqualTo("late answer");
  }

  @Test
  void keepsFlowsWorkingWhenTheGameServerRestarts() {
    Connector connector = roles.connector(relay, exposer);
    UdpPeer client = roles.peer();
    client.send("one", connector.localAddress());
    InetSocketAddress source = server.receive().source();
    int port = server.port();
    server.close();
    client.send("lost", connector.localAddress());
    await().until(() -> exposer.trafficStats().udpSent() == 2);

    UdpPeer restarted = roles.keep(UdpPeer.openAt("127.0.0.1", port));
    client.send("two", connector.localAddress());

    UdpPeer.Received received = restarted.receive();
    assertThat(received.text()).isEqualTo("two");
    assertThat(received.source()).isEqualTo(source);
  }

  @Test
  void opensTheSameOffsetsForFurtherTargets() {
    UdpPeer game = roles.peer();
    Target first = Target.ofPort(game.port());
    Target second = Target.ofPort(game.port() == 65_535 ? 65_534 : game.port() + 1);
    Exposer both = roles.exposer(relay, builder -> builder.targets(List.of(first, second)));
    int localPort = freePairOfPorts();

    Connector connector = roles.connector(relay, both, builder -> builder.localPort(localPort));

    assertThat(connector.localAddresses().stream().map(InetSocketAddress::getPort).distinct())
        .containsExactly(localPort, localPort + second.port() - first.port());
  }

  private static int freePairOfPorts() {
    List<UdpPeer> tried = new ArrayList<>();
    try {
      while (true) {
        UdpPeer one = UdpPeer.open();
        tried.add(one);
        try (UdpPeer above = UdpPeer.openAt("127.0.0.1", one.port() + 1);
            UdpPeer below = UdpPeer.openAt("127.0.0.1", one.port() - 1)) {
          assertThat(above.port() - below.port()).isEqualTo(2);
          return one.port();
        } catch (UncheckedIOException e) {
          continue;
        }
      }
    } finally {
      tried.forEach(UdpPeer::close);
    }
  }

  @Test
  void namesALocalPortThatIsInUse() {
    UdpPeer other = roles.peer();

    assertThatThrownBy(
            () -> roles.connector(relay, exposer, builder -> builder.localPort(other.port())))
        .isInstanceOf(WsrException.class)
        .hasMessageContaining("local UDP port " + other.port())
        .hasMessageContaining("choose another port");
  }

  @Test
  void keepsManyLocalClientsApart() {
    Connector connector = roles.connector(relay, exposer);
    List<UdpPeer> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      clients.add(roles.peer());
      clients.get(i).send("client " + i, connector.localAddress());
    }

    List<InetSocketAddress> sources = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      UdpPeer.Received received = server.receive();
      sources.add(received.source());
      server.send("for " + received.text(), received.source());
    }

    assertThat(sources).doesNotHaveDuplicates();
    for (int i = 0; i < 50; i++) {
      assertThat(clients.get(i).receive().text()).isEqualTo("for client " + i);
    }
  }
}
