package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayLimit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A relay in a process that has little: 256 descriptors, or a smaller runtime. */
@Timeout(60)
@Tag("alone")
class SmallProcessIT {
  private static final int STRANGERS = 400;

  private final Roles roles = new Roles();
  private final List<SocketChannel> strangers = new ArrayList<>();

  @BeforeEach
  void whereThereIsAShell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
  }

  @AfterEach
  void endAll() throws IOException {
    strangersGo();
    roles.close();
  }

  private void strangersCome(int port) throws IOException {
    InetSocketAddress relay = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < STRANGERS; i++) {
      SocketChannel stranger = SocketChannel.open();
      strangers.add(stranger);
      stranger.connect(relay); // The kernel answers, into the backlog.
    }
  }

  private void strangersGo() throws IOException {
    for (SocketChannel stranger : strangers) {
      stranger.close();
    }
    strangers.clear();
  }

  private static URI uri(RelayProcess relay) {
    return URI.create("ws://127.0.0.1:" + relay.port());
  }

  private Exposer exposer(RelayProcess relay) {
    int target = roles.peer().echoing().port();
    return roles.keep(Exposer.builder().relay(uri(relay)).target(target).start());
  }

  private Connector connector(RelayProcess relay, Exposer exposer) {
    return roles.keep(
        Connector.builder()
            .relay(uri(relay))
            .serverId(exposer.serverId())
            .startTimeout(Duration.ofSeconds(15))
            .start());
  }

  private static void assertEchoes(UdpPeer player, Connector connector) {
    player.send("still here?", connector.localAddress());
    assertThat(player.receive().text()).isEqualTo("still here?");
  }

  @Test
  void shortOfDescriptorsItPausesAcceptingServesItsLinksAndGoesOnByItself() throws Exception {
    RelayProcess relay =
        roles.keep(RelayProcess.start("ulimit -n 256", List.of(), "HANDSHAKE_SECONDS=60"));
    Exposer exposer = exposer(relay);
    Connector connector = connector(relay, exposer);
    UdpPeer player = roles.peer();
    assertEchoes(player, connector);

    strangersCome(relay.port());
    await().until(() -> relay.hits(RelayLimit.DESCRIPTOR_PERCENT) > 0);
    for (int i = 0; i < 100; i++) {
      assertEchoes(player, connector);
    }
    assertThat(relay.hits(RelayLimit.UNAUTHENTICATED)).isZero();
    assertThat(relay.links()).isEqualTo(2);
    long open = relay.descriptors();
    assertThat(open).isBetween(256L * 75 / 100, 256L * 95 / 100);

    strangersGo();
    assertEchoes(roles.peer(), connector(relay, exposer));
    assertThat(relay.isAlive()).isTrue();
  }

  @Test
  void inARuntimeThatDoesNotCountDescriptorsItRunsAllTheSame() throws Exception {
    RelayProcess relay =
        roles.keep(
            RelayProcess.start(
                "", List.of("--limit-modules", "java.base,java.logging,jdk.crypto.ec")));
    assertEchoes(roles.peer(), connector(relay, exposer(relay)));
    assertThat(relay.descriptors()).isZero();
    assertThat(relay.hits(RelayLimit.DESCRIPTOR_PERCENT)).isZero();
  }
}
