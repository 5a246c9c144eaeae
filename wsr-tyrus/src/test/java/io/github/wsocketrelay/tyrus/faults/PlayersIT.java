package io.github.wsocketrelay.tyrus.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(30)
@ExtendWith(Leaks.class)
class PlayersIT {
  private static final Duration NO_FAULT = Duration.ofSeconds(5);

  @Test
  void playThroughATunnelWhoseLinksPassFaultProxies() {
    try (RelayServer relay = RelayServer.builder().bind("127.0.0.1").start();
        FaultProxy exposers = FaultProxy.to(relay.localAddress());
        FaultProxy connectors = FaultProxy.to(relay.localAddress());
        GameServer server = GameServer.start();
        Exposer exposer = Exposer.builder().relay(exposers.uri()).target(server.port()).start();
        Connector connector =
            Connector.builder()
                .relay(connectors.uri())
                .serverId(exposer.serverId())
                .waitForServer(Duration.ofSeconds(10))
                .start();
        Players players = Players.start(connector.localAddress(), 8, 1)) {
      exposers.slices(7);
      connectors.latency(Duration.ofMillis(20));

      await().until(() -> players.answered() > 500);

      assertThat(players.damage()).isEmpty();
      assertThat(players.duplicates()).isZero();
      assertThat(players.longestSilence()).isPositive().isLessThan(NO_FAULT);
      assertThat(server.damaged()).isZero();
      assertThat(server.portsOfPlayers().keySet()).containsAll(players.numbers());
      assertThat(server.portsOfPlayers().values())
          .allSatisfy(ports -> assertThat(ports).hasSize(1));
      assertThat(server.portsOfPlayers().values().stream().flatMap(Set::stream).distinct().count())
          .isEqualTo(8);
    }
  }

  @Test
  void noticeALossADuplicateAndASilence() {
    try (GameServer server = GameServer.start();
        LossyUdp path =
            LossyUdp.to(
                new InetSocketAddress("127.0.0.1", server.port()),
                new LossyUdp.Odds(0.1, 0.1, 0),
                5);
        Players players = Players.start(path.address(), 4, 1)) {
      await().until(() -> players.answered() > 200);
      assertThat(players.sent() - players.answered()).as(path.toString()).isGreaterThan(20);
      assertThat(players.duplicates()).as(path.toString()).isGreaterThan(20);
      assertThat(players.damage()).isEmpty();

      server.stop();

      await()
          .untilAsserted(
              () -> assertThat(players.longestSilence()).isGreaterThan(Duration.ofMillis(400)));
    }
  }
}
