package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.tyrus.internal.access.ForwardedFor;
import io.github.wsocketrelay.tyrus.internal.concurrent.ThreadTimers;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.testing.TestAcceptor;
import io.github.wsocketrelay.tyrus.internal.testing.TestGate;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import io.github.wsocketrelay.tyrus.internal.websocket.WsrPaths;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@Tag("alone") // It listens again on a port that is free for a moment.
class TyrusRelayContainerIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final BlockingQueue<Link> links = new LinkedBlockingQueue<>();
  private final ThreadTimers timers = new ThreadTimers("wsr-test-timer");
  private TyrusRelayContainer container;

  @BeforeEach
  void listen() throws Exception {
    container = listen(0);
  }

  private TyrusRelayContainer listen(int port) throws Exception {
    return TyrusRelayContainer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        "wsr-test",
        TestAcceptor.of(
            link -> {
              links.add(link);
              return new Echo(link);
            }),
        TestGate.open(),
        Admission.with(
            TestLimits.relay(Ticker.SYSTEM, Map.of()),
            timers,
            Ticker.SYSTEM,
            new ForwardedFor(List.of())),
        Optional.empty(),
        Optional.empty());
  }

  @AfterEach
  void stop() {
    container.stop();
    timers.close();
  }

  /** Says what it hears. */
  private record Echo(Link link) implements LinkHandler {
    @Override
    public void onText(String text) {
      link.sendText(text, failure -> {});
    }

    @Override
    public void onBinary(ByteBuffer message) {}

    @Override
    public void onClosed(int code, String reason) {}
  }

  /** Keeps what it hears. */
  private static final class Client implements WebSocket.Listener {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      heard.add(text.toString());
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      heard.add("closed " + code);
      return null;
    }
  }

  private WebSocket dial(Client client) {
    URI uri =
        URI.create(
            "ws://127.0.0.1:%d%s%s"
                .formatted(container.localAddress().getPort(), WsrPaths.CONNECT, "a".repeat(26)));
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .subprotocols(WsrPaths.SUBPROTOCOL)
        .buildAsync(uri, client)
        .join();
  }

  private static String next(Client client) throws InterruptedException {
    return client.heard.poll(5, TimeUnit.SECONDS);
  }

  @Test
  void linksLiveOnWhenItAcceptsNoMore() throws Exception {
    Client client = new Client();
    WebSocket socket = dial(client);

    container.stopAccepting();

    InetSocketAddress address = container.localAddress();
    await() // The kernel may let one more in while the selector closes the port.
        .untilAsserted(
            () ->
                assertThatThrownBy(
                        () -> new Socket(address.getAddress(), address.getPort()).close())
                    .isInstanceOf(ConnectException.class));
    socket.sendText("still there?", true).join();
    assertThat(next(client)).isEqualTo("still there?");
    socket.abort();
  }

  @Test
  void anotherMayListenAtOnceWhereItAcceptsNoMore() throws Exception {
    WebSocket socket = dial(new Client());
    container.stopAccepting();

    TyrusRelayContainer second = listen(container.localAddress().getPort());

    assertThat(second.localAddress()).isEqualTo(container.localAddress());
    second.stop();
    socket.abort();
  }

  @Test
  void waitsUntilAGoodbyeIsWrittenAndNotLonger() throws Exception {
    Client client = new Client();
    dial(client);
    Link link = links.take();

    link.sendText("bye", failure -> {});
    link.close(1_001, "done");
    container.awaitEndOfLinks(LONG); // The time-out of this test is longer than that of two waits.
    container.awaitEndOfLinks(LONG);
    container.stop();

    assertThat(next(client)).isEqualTo("bye");
    assertThat(next(client)).isEqualTo("closed 1001");
  }

  @Test
  void doesNotWaitWhenThereIsNoLink() {
    container.awaitEndOfLinks(LONG);
    container.awaitEndOfLinks(LONG);
  }

  @Test
  void doesNotWaitForeverForALinkThatNobodyEnds() throws Exception {
    WebSocket socket = dial(new Client());

    container.awaitEndOfLinks(Duration.ofMillis(10));

    socket.abort();
  }
}
