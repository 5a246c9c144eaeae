package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.Authenticator;
import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.ConnectorBuilder;
import io.github.wsocketrelay.ConnectorListener;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.ProxyChoice;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayTls;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.SideTls;
import io.github.wsocketrelay.tyrus.faults.Certificate;
import io.github.wsocketrelay.tyrus.faults.ConnectProxy;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole path, with TLS at the relay itself. */
@Timeout(60)
@ExtendWith(Leaks.class)
class TlsIT {
  private static final Certificate CERTIFICATE = Certificate.of("ip:127.0.0.1");
  private static final Certificate SIDE = Certificate.of("dns:side.test");
  private static final Certificate STRANGER = Certificate.of("dns:stranger.test");
  private static final int LARGEST = 65_507;

  @TempDir Path directory;
  private final Roles roles = new Roles();
  private final AtomicInteger linksLost = new AtomicInteger();
  private SideTls trusting = SideTls.DEFAULT;
  private RelayServer relay;

  @BeforeEach
  void startRelay() {
    trusting = SideTls.DEFAULT.trusting(CERTIFICATE.chainFile(directory, "chain.pem"));
    relay = roles.keep(RelayServer.builder().bind("127.0.0.1").tls(pem()).start());
  }

  private RelayTls pem() {
    return RelayTls.pem(directory.resolve("chain.pem"), CERTIFICATE.keyFile(directory, "key.pem"));
  }

  @AfterEach
  void endAll() {
    roles.close();
  }

  private URI uri() {
    return URI.create("wss://127.0.0.1:" + relay.localAddress().getPort());
  }

  private Exposer exposer(UdpPeer server, ProxyChoice proxies) {
    return roles.keep(
        Exposer.builder()
            .relay(uri())
            .tls(trusting)
            .target(server.port())
            .listener(
                new ExposerListener() {
                  @Override
                  public void onLinkLost(LinkLost event) {
                    linksLost.incrementAndGet();
                  }
                })
            .proxies(proxies)
            .start());
  }

  private Connector connector(Exposer exposer, UnaryOperator<ConnectorBuilder> how) {
    return roles.keep(
        how.apply(
                Connector.builder()
                    .relay(uri())
                    .tls(trusting)
                    .listener(
                        new ConnectorListener() {
                          @Override
                          public void onLinkLost(LinkLost event) {
                            linksLost.incrementAndGet();
                          }
                        })
                    .serverId(exposer.serverId())
                    .waitForServer(Duration.ofSeconds(10)))
            .start());
  }

  private static byte[] payload(int bytes, long seed) {
    byte[] payload = new byte[bytes];
    new Random(seed).nextBytes(payload);
    return payload;
  }

  /** Datagrams may be dropped where the machine is busy, and are sent again; no byte may change. */
  private static void carries(UdpPeer client, InetSocketAddress local, byte[] payload) {
    Optional<UdpPeer.Received> back = Optional.empty();
    while (back.isEmpty()) {
      client.send(payload, local);
      back = client.receive(UdpPeer.PATIENCE.dividedBy(5));
    }
    assertThat(back.get().payload()).isEqualTo(payload);
  }

  @Test
  void carriesDatagramsOfAnySizeBothWays() {
    Connector connector =
        connector(exposer(roles.peer().echoing(), ProxyChoice.none()), builder -> builder);
    UdpPeer client = roles.peer();

    for (int bytes : List.of(0, 1, 1_200, 16_360, 16_384, 16_400, 32_768, 60_000, LARGEST)) {
      carries(client, connector.localAddress(), payload(bytes, bytes));
    }
  }

  @Test
  void carriesDatagramsThroughAnHttpProxy() {
    ConnectProxy proxy = roles.keep(ConnectProxy.open());
    ProxyChoice choice = ProxyChoice.always(proxy.proxy());
    Connector connector =
        connector(exposer(roles.peer().echoing(), choice), builder -> builder.proxies(choice));
    UdpPeer client = roles.peer();

    for (int bytes : List.of(0, 1_200, LARGEST)) {
      carries(client, connector.localAddress(), payload(bytes, bytes));
    }
    assertThat(proxy.requests()).hasSize(2);
  }

  /** Both directions of three links at once; a record out of order would end a link. */
  @Test
  void carriesManyDatagramsOfManyThreads() {
    Exposer exposer = exposer(roles.peer().echoing(), ProxyChoice.none());
    List<CompletableFuture<Void>> loads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Connector connector = connector(exposer, builder -> builder);
      UdpPeer client = roles.peer();
      Random random = new Random(i);
      loads.add(
          CompletableFuture.runAsync(
              () -> {
                for (int n = 0; n < 500; n++) {
                  int bytes = random.nextInt(10) == 0 ? random.nextInt(LARGEST) : 1_200;
                  carries(client, connector.localAddress(), payload(bytes, n));
                }
              },
              task -> {
                Thread thread = new Thread(task, "test-load");
                thread.setDaemon(true);
                thread.start();
              }));
    }

    loads.forEach(CompletableFuture::join);

    assertThat(linksLost).hasValue(0);
  }

  @Test
  void saysGoodbyeBothWays() {
    Exposer exposer = exposer(roles.peer(), ProxyChoice.none());
    Connector connector = connector(exposer, builder -> builder);
    assertThat(relay.links()).isEqualTo(2);

    exposer.close();

    await().until(() -> connector.state() == RoleState.WAITING_FOR_SERVER);
    connector.close();
    await().until(() -> relay.links() == 0);
  }

  @Test
  void letsInWhoHasACertificateThatIsAskedFor() {
    List<Authenticator.AccessRequest> asked = new CopyOnWriteArrayList<>();
    relay =
        roles.keep(
            RelayServer.builder()
                .bind("127.0.0.1")
                .tls(pem().requiringClientsOf(SIDE.chainFile(directory, "side.pem")))
                .authenticator(
                    request -> {
                      asked.add(request);
                      return CompletableFuture.completedFuture(Authenticator.Verdict.allow());
                    })
                .start());

    assertRefused(trusting);
    assertRefused(
        trusting.certificate(
            STRANGER.chainFile(directory, "stranger.pem"),
            STRANGER.keyFile(directory, "stranger.key")));
    assertThat(asked).isEmpty();
    trusting =
        trusting.certificate(directory.resolve("side.pem"), SIDE.keyFile(directory, "side.key"));
    Connector connector =
        connector(exposer(roles.peer().echoing(), ProxyChoice.none()), builder -> builder);

    carries(roles.peer(), connector.localAddress(), payload(1_200, 1));
    assertThat(asked)
        .hasSize(2)
        .allMatch(request -> request.certificates().equals(List.of(SIDE.certificate())));
  }

  private void assertRefused(SideTls tls) {
    assertThatThrownBy(() -> Exposer.builder().relay(uri()).tls(tls).target(9).start())
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("asks for a client certificate");
  }

  @Test
  void survivesAFloodInOneDirection() {
    UdpPeer server = roles.peer();
    Exposer exposer = exposer(server, ProxyChoice.none());
    Connector connector = connector(exposer, builder -> builder);
    UdpPeer client = roles.peer();

    for (int n = 0; n < 20_000; n++) {
      client.send(payload(1_200, n), connector.localAddress());
    }

    while (server.receive(UdpPeer.A_MOMENT).isPresent()) {
      continue; // What came of it.
    }
    server.echoing();
    carries(client, connector.localAddress(), payload(100, 1));
    assertThat(linksLost).hasValue(0);
  }
}
