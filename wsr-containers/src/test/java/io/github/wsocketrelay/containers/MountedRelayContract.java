package io.github.wsocketrelay.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.Authenticator.Verdict;
import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayListener;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.jakarta.RelayMount;
import io.github.wsocketrelay.jakarta.RelayMountBuilder;
import io.github.wsocketrelay.jakarta.RemoteAddressSource;
import jakarta.websocket.server.ServerContainer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for a mounted relay in whatever container. */
@Timeout(60)
abstract class MountedRelayContract {
  private static final int[] SIZES = {0, 1, 100, 1_472, 8_192, 16_384, 40_000, 65_000, 65_507};
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<AutoCloseable> open = new ArrayList<>();

  /** Starts the container of an example, with a relay in it. */
  abstract Application start(
      int port, RelayMountBuilder mount, Consumer<ServerContainer> beforeMounting) throws Exception;

  /** What the example tells addresses by. */
  abstract RemoteAddressSource source();

  private <T extends AutoCloseable> T keep(T opened) {
    open.add(0, opened);
    return opened;
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    for (AutoCloseable opened : open) {
      opened.close();
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("wsr-relay")));
  }

  private Application mounted(RelayMountBuilder mount) throws Exception {
    return keep(start(0, mount, container -> {}));
  }

  private RelayMountBuilder mount() {
    return RelayMount.builder().remoteAddress(source());
  }

  private static URI uri(Application application) {
    return URI.create("ws://127.0.0.1:" + application.port() + "/relay");
  }

  private Exposer exposer(URI relay, UdpPeer server) {
    return keep(Exposer.builder().relay(relay).target(server.port()).start());
  }

  private Connector connector(URI relay, Exposer exposer) {
    return keep(
        Connector.builder()
            .relay(relay)
            .serverId(exposer.serverId())
            .waitForServer(PATIENCE)
            .start());
  }

  private static byte[] random(int bytes) {
    byte[] payload = new byte[bytes];
    new Random(bytes).nextBytes(payload);
    return payload;
  }

  private void assertCarries(Connector connector, UdpPeer server) {
    UdpPeer client = keep(new UdpPeer());
    for (int size : SIZES) {
      client.send(random(size), connector.localAddress());
      UdpPeer.Received there = server.receive();
      assertThat(there.payload()).as("%s bytes there", size).isEqualTo(random(size));
      server.send(random(65_507 - size), there.from());
      assertThat(client.receive().payload()).isEqualTo(random(65_507 - size));
    }
  }

  @Test
  void carriesDatagramsOfAllSizesBothWays() throws Exception {
    URI relay = uri(mounted(mount()));
    UdpPeer server = keep(new UdpPeer());

    assertCarries(connector(relay, exposer(relay, server)), server);
  }

  @Test
  void carriesWhateverTheContainerLimitsByDefault() throws Exception {
    URI relay =
        uri(
            keep(
                start(
                    0,
                    mount(),
                    container -> {
                      container.setDefaultMaxBinaryMessageBufferSize(1_024);
                      container.setDefaultMaxTextMessageBufferSize(128);
                      container.setDefaultMaxSessionIdleTimeout(300);
                      container.setAsyncSendTimeout(1);
                    })));
    UdpPeer server = keep(new UdpPeer());
    Connector connector = connector(relay, exposer(relay, server));
    assertCarries(connector, server);

    await().pollDelay(Duration.ofMillis(1_500)).until(() -> true); // The container looks by then.

    assertCarries(connector, server);
    assertThat(connector.state()).isEqualTo(RoleState.RUNNING);
  }

  @Test
  void carriesManyFlowsWithoutLoss() throws Exception {
    Application application = mounted(mount());
    UdpPeer server = keep(new UdpPeer()).echoing();
    Connector connector = connector(uri(application), exposer(uri(application), server));
    List<UdpPeer> clients = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      clients.add(keep(new UdpPeer()));
    }

    clients.get(0).send(payload(0, 0), connector.localAddress());
    clients.get(0).receive(payload(0, 0), connector.localAddress()); // The way is warm by then.

    for (int round = 1; round < 20; round++) {
      for (int i = 0; i < clients.size(); i++) {
        clients.get(i).send(payload(i, round), connector.localAddress());
      }
      for (int i = 0; i < clients.size(); i++) {
        clients.get(i).receive(payload(i, round), connector.localAddress());
      }
    }

    assertThat(application.relay().trafficStats().dropped().values()).containsOnly(0L);
  }

  private static byte[] payload(int client, int round) {
    return random(client * 40 + round + 4);
  }

  @Test
  void letsInWhoHasTheToken() throws Exception {
    AccessToken token = AccessToken.of("a-token-of-a-side-that-may-come");
    Application application =
        mounted(
            mount()
                .relay(
                    RelayServer.builder()
                        .authenticator(
                            request ->
                                CompletableFuture.completedFuture(
                                    request.token().equals(Optional.of(token))
                                        ? Verdict.allow()
                                        : Verdict.refuse()))));
    UdpPeer server = keep(new UdpPeer());

    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> exposer(uri(application), server))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.UNAUTHORIZED));
    RawSide stranger = new RawSide(application.port());
    assertThat(stranger.hear()).contains("\"refused\"", "4401");
    assertThat(stranger.closeCode()).isEqualTo(4401);

    keep(
        Exposer.builder().relay(uri(application)).target(server.port()).accessToken(token).start());
    assertThat(application.relay().servers()).isOne();
  }

  @Test
  void letsInNoPages() throws Exception {
    Application application = mounted(mount());

    RawSide page = new RawSide(application.port(), "Origin", "https://evil.example");

    assertThat(page.hear()).contains("\"refused\"");
    assertThat(page.closeCode()).isBetween(4400, 4599);
  }

  @Test
  void compressesNothing() throws Exception {
    int port = mounted(mount()).port();

    String answer = handshake(port, "Sec-WebSocket-Extensions: permessage-deflate\r\n");

    assertThat(answer).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("deflate");
  }

  private String handshake(int port, String header) throws IOException {
    Socket socket = keep(new Socket("127.0.0.1", port));
    OutputStream out = socket.getOutputStream();
    out.write(
        ("GET /relay/wsr/v1/connect/agc7c7ohekzlldvo35p6xllzoi HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\nSec-WebSocket-Protocol: wsr.v1\r\n"
                + header
                + "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    byte[] answer = new byte[4_096];
    int length = 0;
    while (!new String(answer, 0, length, StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
      length += socket.getInputStream().read(answer, length, answer.length - length);
    }
    return new String(answer, 0, length, StandardCharsets.ISO_8859_1).split("\r\n\r\n")[0];
  }

  @Test
  void tellsWhereSidesAre() throws Exception {
    LinkedBlockingQueue<InetSocketAddress> exposers = new LinkedBlockingQueue<>();
    Application application =
        mounted(mount().relay(RelayServer.builder().listener(registrations(exposers))));
    UdpPeer server = keep(new UdpPeer());
    LinkedBlockingQueue<InetSocketAddress> connectors = new LinkedBlockingQueue<>();
    Exposer exposer = exposer(uri(application), server, connectors);

    connector(uri(application), exposer);

    InetSocketAddress atRelay = exposers.poll(5, TimeUnit.SECONDS);
    assertThat(atRelay.getAddress().isLoopbackAddress()).isTrue();
    assertThat(atRelay.getPort()).isPositive();
    InetSocketAddress atExposer = connectors.poll(5, TimeUnit.SECONDS);
    assertThat(atExposer.getAddress().isLoopbackAddress()).isTrue();
    assertThat(atExposer.getPort()).isPositive().isNotEqualTo(atRelay.getPort());
  }

  private static RelayListener registrations(LinkedBlockingQueue<InetSocketAddress> addresses) {
    return new RelayListener() {
      @Override
      public void onServerRegistered(ServerRegistered event) {
        addresses.add(event.remoteAddress());
      }
    };
  }

  private Exposer exposer(
      URI relay, UdpPeer server, LinkedBlockingQueue<InetSocketAddress> addresses) {
    return keep(
        Exposer.builder()
            .relay(relay)
            .target(server.port())
            .listener(
                new ExposerListener() {
                  @Override
                  public void onTunnelOpened(TunnelOpened event) {
                    addresses.add(event.remoteAddress());
                  }
                })
            .start());
  }

  @Test
  void limitsByTheAddressThatItIsTold() throws Exception {
    InetSocketAddress one = new InetSocketAddress("203.0.113.7", 4_000);
    Application application =
        mounted(
            RelayMount.builder()
                .remoteAddress((config, request) -> Optional.of(one))
                .relay(RelayServer.builder().limit(RelayLimit.UNAUTHENTICATED_PER_ADDRESS, 1)));
    RawSide first = new RawSide(application.port());
    assertThat(first.hear()).contains("\"hello\"");

    RawSide second = new RawSide(application.port());

    assertThat(second.closeCode()).isEqualTo(4429);
    assertThat(application.relay().limitHits())
        .containsEntry(RelayLimit.UNAUTHENTICATED_PER_ADDRESS, 1L);
    first.socket().abort();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(new RawSide(application.port()).hear()).contains("\"hello\""));
  }

  @Test
  void warnsOnceAndLimitsNobodyByAddressWhereNobodyTells() throws Exception {
    LinkedBlockingQueue<InetSocketAddress> exposers = new LinkedBlockingQueue<>();
    LinkedBlockingQueue<InetSocketAddress> connectors = new LinkedBlockingQueue<>();
    try (Warnings warnings = new Warnings("io.github.wsocketrelay.tyrus.internal.provider")) {
      Application application =
          mounted(
              RelayMount.builder()
                  .relay(
                      RelayServer.builder()
                          .limit(RelayLimit.UNAUTHENTICATED_PER_ADDRESS, 1)
                          .listener(registrations(exposers))));
      for (int i = 0; i < 3; i++) {
        assertThat(new RawSide(application.port()).hear()).contains("\"hello\"");
      }
      UdpPeer server = keep(new UdpPeer());
      connector(uri(application), exposer(uri(application), server, connectors));

      assertThat(warnings.heard())
          .singleElement()
          .asString()
          .contains("limits by address are off")
          .contains("remoteAddress");
    }
    InetSocketAddress unknown = InetSocketAddress.createUnresolved("unknown", 0);
    assertThat(exposers.poll(5, TimeUnit.SECONDS)).isEqualTo(unknown);
    assertThat(connectors.poll(5, TimeUnit.SECONDS)).isEqualTo(unknown);
  }

  @Test
  void sendsSidesAwayWhenTheRelayCloses() throws Exception {
    Application application = mounted(mount());
    RawSide side = new RawSide(application.port());
    assertThat(side.hear()).contains("\"hello\"");

    application.relay().close();

    assertThat(side.hear()).contains("\"going-away\"");
    assertThat(side.closeCode()).isEqualTo(1001);
    assertThat(new RawSide(application.port()).closeCode()).isEqualTo(1001);
    assertThat(application.relay().state()).isEqualTo(RoleState.CLOSED);
  }

  @Test
  void sidesComeBackWithTheContainer() throws Exception {
    Application first = mounted(mount());
    URI relay = uri(first);
    UdpPeer server = keep(new UdpPeer());
    Exposer exposer = exposer(relay, server);
    Connector connector = connector(relay, exposer);
    assertCarries(connector, server);

    first.close();
    await().atMost(PATIENCE).until(() -> connector.state() != RoleState.RUNNING);
    Application second = keep(start(first.port(), mount(), container -> {}));

    await().atMost(PATIENCE).until(() -> connector.state() == RoleState.RUNNING);
    assertCarries(connector, server);
    assertThat(second.relay().servers()).isOne();
  }

  @Test
  void refusesWhatIsTheContainers() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                RelayMount.builder()
                    .relay(RelayServer.builder().port(1).limit(RelayLimit.ACCEPT_BURST, 5))
                    .start())
        .withMessageContaining("container(…) is missing")
        .withMessageContaining("port(…)")
        .withMessageContaining("ACCEPT_BURST");
  }
}
