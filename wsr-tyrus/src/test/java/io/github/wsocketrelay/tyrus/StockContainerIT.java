package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.tyrus.internal.concurrent.ThreadTimers;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.relay.RelayCore;
import io.github.wsocketrelay.tyrus.internal.testing.TestGate;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import io.github.wsocketrelay.tyrus.internal.websocket.Container;
import io.github.wsocketrelay.tyrus.internal.websocket.RelayEndpoint;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerContainer;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The relay in a container that gives nothing but the Jakarta API, as Tyrus does without our
 * filters: messages go through sessions both ways.
 */
@Timeout(60)
class StockContainerIT {
  private static final int[] SIZES = {
    0, 1, 2, 100, 118, 119, 1_200, 1_472, 8_192, 16_377, 16_378, 40_000, 65_506, 65_507
  };

  private final Roles roles = new Roles();
  private final StockRelay relay = roles.keep(new StockRelay());

  @AfterEach
  void endAll() {
    roles.close();
  }

  private Connector connectorTo(UdpPeer server) {
    Exposer exposer =
        roles.keep(Exposer.builder().relay(relay.uri()).target(server.port()).start());
    return roles.keep(
        Connector.builder()
            .relay(relay.uri())
            .serverId(exposer.serverId())
            .waitForServer(Duration.ofSeconds(10))
            .start());
  }

  private static byte[] random(int bytes) {
    byte[] payload = new byte[bytes];
    new Random(bytes).nextBytes(payload);
    return payload;
  }

  @Test
  void carriesDatagramsOfAllSizesBothWays() {
    UdpPeer server = roles.peer();
    UdpPeer client = roles.peer();
    Connector connector = connectorTo(server);

    for (int size : SIZES) {
      byte[] there = random(size);
      client.send(there, connector.localAddress());
      UdpPeer.Received request = server.receive();
      assertThat(request.payload()).as("%s bytes there", size).isEqualTo(there);

      byte[] back = random(65_507 - size);
      server.send(back, request.source());
      assertThat(client.receive().payload()).as("%s bytes back", back.length).isEqualTo(back);
    }
  }

  @Test
  void carriesBurstsInOrder() {
    UdpPeer server = roles.peer().echoing();
    UdpPeer client = roles.peer();
    Connector connector = connectorTo(server);
    List<String> burst = IntStream.range(0, 40).mapToObj(i -> i + "-".repeat(i * 30)).toList();

    for (int round = 0; round < 5; round++) {
      burst.forEach(text -> client.send(text, connector.localAddress()));
      assertThat(burst).allSatisfy(text -> assertThat(client.receive().text()).isEqualTo(text));
    }
  }

  /** A relay in Tyrus' own server, which binds all addresses. */
  private static final class StockRelay implements AutoCloseable {
    private final ThreadTimers timers = new ThreadTimers("wsr-stock-relay-timer");
    private final RelayCore core =
        new RelayCore(
            Optional.empty(),
            Ticker.SYSTEM,
            now -> 0,
            timers,
            new SecureRandom(),
            TestLimits.relay(Ticker.SYSTEM, Map.of()),
            event -> {},
            () -> {});
    private final TyrusServerContainer container =
        (TyrusServerContainer) new GrizzlyServerContainer().createContainer(Map.of());

    StockRelay() {
      try {
        for (ServerEndpointConfig config :
            RelayEndpoint.configs("", core, TestGate.open(), Container.STOCK)) {
          container.addEndpoint(config);
        }
        container.start("/", 0);
        container.doneDeployment();
      } catch (IOException | DeploymentException e) {
        throw new IllegalStateException(e);
      }
    }

    URI uri() {
      return URI.create("ws://127.0.0.1:" + container.getPort());
    }

    @Override
    public void close() {
      core.close();
      container.stop();
      timers.close();
    }
  }
}
