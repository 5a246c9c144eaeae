package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.notNullValue;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.ConnectorListener;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.ProtocolException;
import io.github.wsocketrelay.ReconnectPolicy;
import io.github.wsocketrelay.RelayListener;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(30)
@ExtendWith(Leaks.class)
class LifecycleIT {
  private final Roles roles = new Roles();

  @AfterEach
  void endAll() {
    roles.close();
  }

  @Test
  void listensOnTheAddressItIsGivenAndOnNoOther() throws Exception {
    RelayServer relay = roles.relay();
    int port = relay.localAddress().getPort();

    assertThat(relay.localAddress().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(isReachable("127.0.0.1", port)).isTrue();
    assertThat(isReachable("127.0.0.2", port)).isFalse();
    assertThat(isReachable("::1", port)).isFalse();
  }

  @Test
  void listensOnAllAddressesByDefault() throws Exception {
    RelayServer relay = roles.keep(RelayServer.builder().start());
    int port = relay.localAddress().getPort();

    assertThat(isReachable("127.0.0.1", port)).isTrue();
    assertThat(isReachable("127.0.0.2", port)).isTrue();
    assertThat(isReachable("::1", port)).isTrue();
  }

  private static boolean isReachable(String host, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), 1_000);
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  @Test
  void servesNothingElseThanItsPageOverPlainHttp() throws Exception {
    RelayServer relay = roles.relay();
    for (String path :
        new String[] {"/index.html", "/pom.xml", "/wsr/v1/expose/x", "/../etc/passwd"}) {
      URI uri = URI.create("http://127.0.0.1:" + relay.localAddress().getPort() + path);
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(path).isGreaterThanOrEqualTo(400);
      assertThat(response.body()).as(path).doesNotContain("root:", "<artifactId>");
    }
  }

  @Test
  void namesATcpPortThatIsInUse() {
    RelayServer first = roles.relay();
    int port = first.localAddress().getPort();

    assertThatThrownBy(() -> RelayServer.builder().bind("127.0.0.1").port(port).start())
        .isInstanceOf(WsrException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("choose another");
  }

  @Test
  void saysThatNothingListensWhereTheRelayShouldBe() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    assertThatThrownBy(() -> Exposer.builder().relay("127.0.0.1:" + port).target(9).start())
        .isInstanceOf(RelayUnreachableException.class)
        .hasMessageContaining("ws://127.0.0.1:" + port)
        .hasMessageContaining("is the relay running");
  }

  @Test
  void saysThatANameHasNoAddress() {
    assertThatThrownBy(() -> Exposer.builder().relay("no-such-host.invalid").target(9).start())
        .isInstanceOf(RelayUnreachableException.class)
        .hasMessageContaining("no-such-host.invalid")
        .hasMessageContaining("has no address");
  }

  @Test
  void saysThatWhatAnswersIsNoRelay() {
    RelayServer relay = roles.relay();

    assertThatThrownBy(
            () ->
                Exposer.builder()
                    .relay(URI.create(Roles.uri(relay) + "/elsewhere"))
                    .target(9)
                    .start())
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("is no relay");
  }

  @Test
  void givesUpAStartThatGetsNoAnswerInTime() throws Exception {
    ServerId serverId = ServerId.random();
    assertThat(serverId.keys()).isNotNull(); // Derived here, so that the start has time to dial.
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      silent.setSoTimeout(5_000);
      assertThatThrownBy(
              () ->
                  Connector.builder()
                      .relay("127.0.0.1:" + silent.getLocalPort())
                      .serverId(serverId)
                      .startTimeout(Duration.ofSeconds(1))
                      .start())
          .isInstanceOf(RelayUnreachableException.class)
          .hasMessageContaining("within 1000 ms");

      try (Socket abandoned = silent.accept()) {
        abandoned.setSoTimeout(5_000);
        abandoned.getInputStream().readAllBytes(); // Returns when the connector's end is closed.
      }
    }
  }

  @Test
  void leavesNothingBehindWhenAStartIsCancelled() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      CompletableFuture<Connector> starting =
          Connector.builder()
              .relay("127.0.0.1:" + silent.getLocalPort())
              .serverId(ServerId.random())
              .startAsync();

      starting.cancel(true);
    }
  }

  @Test
  void endsALinkThatOpensOnlyAfterTheStartWasCancelled() {
    RelayServer relay = roles.relay();
    Exposer exposer = roles.exposer(relay, builder -> builder.target(9));

    for (int i = 0; i < 10; i++) {
      Connector.builder()
          .relay(Roles.uri(relay))
          .serverId(exposer.serverId())
          .startAsync()
          .cancel(true);
      Exposer.builder().relay(Roles.uri(relay)).target(9).startAsync().cancel(true);
    }

    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              assertThat(relay.trafficStats().openTunnels()).isZero();
              assertThat(relay.servers()).isEqualTo(1);
            });
  }

  @Test
  void endsSidesThatAreNotToReconnectWhenTheRelayGoesAway() {
    AtomicReference<ExposerListener.Closed> exposerClosed = new AtomicReference<>();
    AtomicReference<ConnectorListener.Closed> connectorClosed = new AtomicReference<>();
    AtomicReference<RelayListener.Closed> relayClosed = new AtomicReference<>();
    RelayServer relay =
        roles.keep(
            RelayServer.builder()
                .bind("127.0.0.1")
                .listener(
                    new RelayListener() {
                      @Override
                      public void onClosed(Closed event) {
                        relayClosed.set(event);
                      }
                    })
                .start());
    Exposer exposer =
        roles.exposer(
            relay,
            builder ->
                builder
                    .target(9)
                    .reconnect(ReconnectPolicy.NEVER)
                    .listener(
                        new ExposerListener() {
                          @Override
                          public void onClosed(Closed event) {
                            exposerClosed.set(event);
                          }
                        }));
    roles.connector(
        relay,
        exposer,
        builder ->
            builder
                .reconnect(ReconnectPolicy.NEVER)
                .listener(
                    new ConnectorListener() {
                      @Override
                      public void onClosed(Closed event) {
                        connectorClosed.set(event);
                      }
                    }));

    relay.close();

    await().untilAtomic(exposerClosed, notNullValue());
    await().untilAtomic(connectorClosed, notNullValue());
    await().untilAtomic(relayClosed, notNullValue());
    assertThat(exposerClosed.get().reason()).isEqualTo(CloseReason.RELAY_GOING_AWAY);
    assertThat(connectorClosed.get().reason()).isEqualTo(CloseReason.RELAY_GOING_AWAY);
    assertThat(relayClosed.get().reason()).isEqualTo(CloseReason.REQUESTED);
  }

  @Test
  void closesFromInsideAListenerWithoutWaitingForItself() {
    RelayServer relay = roles.relay();
    CompletableFuture<RoleState> afterClose = new CompletableFuture<>();
    AtomicReference<Exposer> exposer = new AtomicReference<>();
    exposer.set(
        roles.exposer(
            relay,
            builder ->
                builder
                    .target(9)
                    .listener(
                        new ExposerListener() {
                          @Override
                          public void onTunnelOpened(TunnelOpened event) {
                            exposer.get().close();
                            afterClose.complete(exposer.get().state());
                          }
                        })));

    Connector connector = roles.connector(relay, exposer.get());

    await().until(afterClose::isDone);
    await().until(() -> exposer.get().state() == RoleState.CLOSED);
    await().until(() -> connector.state() == RoleState.WAITING_FOR_SERVER);
  }

  @Test
  void givesTheSameFutureForEveryClose() {
    RelayServer relay = roles.relay();

    CompletableFuture<Void> first = relay.closeAsync();

    assertThat(relay.closeAsync()).isSameAs(first);
    await().until(first::isDone);
    assertThat(relay.state()).isEqualTo(RoleState.CLOSED);
  }

  @Test
  void startsAgainOnTheSamePortAtOnce() {
    RelayServer first = roles.relay();
    int port = first.localAddress().getPort();
    roles.exposer(first, builder -> builder.target(9));
    first.close();

    RelayServer second = roles.keep(RelayServer.builder().bind("127.0.0.1").port(port).start());

    assertThat(second.localAddress().getPort()).isEqualTo(port);
  }
}
