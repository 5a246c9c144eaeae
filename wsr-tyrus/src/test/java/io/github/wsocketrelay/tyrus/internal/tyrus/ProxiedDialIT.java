package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.HttpProxy;
import io.github.wsocketrelay.ProtocolException;
import io.github.wsocketrelay.ProxyChoice;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.tyrus.faults.ConnectProxy;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.websocket.WsrPaths;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dials through HTTP proxies of all kinds. */
@Timeout(30)
@ExtendWith(Leaks.class)
class ProxiedDialIT {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String TAG = ServerId.random().keys().tag();

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<String> lookedUp = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T keep(T one) {
    open.push(one);
    return one;
  }

  private CompletableFuture<Link> dial(HttpProxy proxy, URI relay, Duration timeout) {
    return dial(proxy, relay, timeout, Optional.empty());
  }

  private CompletableFuture<Link> dial(
      HttpProxy proxy, URI relay, Duration timeout, Optional<AccessToken> token) {
    TyrusLinkDialer dialer =
        keep(
            new TyrusLinkDialer(
                "wsr-proxied-test",
                timeout,
                new DialSettings(
                    () -> {
                      throw new AssertionError("no TLS here");
                    },
                    Optional.empty(),
                    ProxyChoice.always(proxy),
                    token),
                this::lookUp));
    return dialer.dial(WsrPaths.connect(relay, TAG), link -> new Deaf());
  }

  private List<InetAddress> lookUp(String host) throws UnknownHostException {
    lookedUp.add(host);
    return host.equals("proxy.test")
        ? List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1"))
        : Resolver.SYSTEM.resolve(host);
  }

  private RelayServer relay() {
    return keep(RelayServer.builder().bind("127.0.0.1").start());
  }

  private static URI uri(String host, RelayServer relay) {
    return URI.create("ws://" + host + ":" + relay.localAddress().getPort());
  }

  private static Throwable failureOf(CompletableFuture<Link> dial) {
    try {
      Link link = dial.join();
      throw new AssertionError("opened " + link);
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  @Test
  void leavesTheRelaysNameToTheProxyAndTriesAllAddressesOfTheProxy() {
    RelayServer relay = relay();
    ConnectProxy proxy = keep(ConnectProxy.open());
    HttpProxy named = new HttpProxy("proxy.test", proxy.proxy().port());

    dial(named, uri("relay.invalid", relay), LONG).join().close(1_000, "done");

    assertThat(lookedUp).containsExactly("proxy.test");
    String target = "relay.invalid:" + relay.localAddress().getPort();
    assertThat(proxy.requests())
        .containsExactly("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n");
  }

  @Test
  void givesAnIpv6AddressInBrackets() {
    RelayServer relay = relay();
    ConnectProxy proxy = keep(ConnectProxy.open());

    dial(proxy.proxy(), uri("[::1]", relay), LONG).join().close(1_000, "done");

    assertThat(proxy.requests().get(0))
        .startsWith("CONNECT [::1]:" + relay.localAddress().getPort() + " HTTP/1.1\r\n");
  }

  @Test
  void showsTheProxyItsLoginAndTheRelayTheToken() throws Exception {
    ConnectProxy proxy = keep(ConnectProxy.asking("ann", "p4ss wörd"));
    ServerSocket relay = keep(new ServerSocket(0, 9, InetAddress.getByName("127.0.0.1")));
    HttpProxy known = new HttpProxy("127.0.0.1", proxy.proxy().port(), "ann", "p4ss wörd");
    AccessToken token = AccessToken.generate();
    Spy spy = new Spy();
    String request;
    try (spy) {
      CompletableFuture<Link> dial =
          dial(
              known,
              URI.create("ws://127.0.0.1:" + relay.getLocalPort()),
              LONG,
              Optional.of(token));
      try (Socket accepted = relay.accept()) {
        accepted.setSoTimeout(5_000);
        request = Heads.read(accepted.getInputStream());
      }
      assertThat(failureOf(dial)).isInstanceOf(RelayUnreachableException.class);
    }

    assertThat(proxy.requests().get(0)).doesNotContain(token.text());
    assertThat(request)
        .contains("\r\nAuthorization: Bearer " + token.text() + "\r\n")
        .contains("\r\nSec-WebSocket-Protocol: wsr.v1\r\n")
        .doesNotContainIgnoringCase("Proxy-Authorization", "Origin:", "permessage-deflate");
    assertThat(spy.lines).isNotEmpty();
    assertThat(spy.lines).noneMatch(line -> line.contains(token.text()));
    assertThat(spy.lines).noneMatch(line -> line.contains("YW5uO") || line.contains("p4ss"));
  }

  @Test
  void saysThatTheProxyAsksForALogin() {
    ConnectProxy proxy = keep(ConnectProxy.asking("ann", "s3cret"));
    URI relay = URI.create("ws://relay.invalid");

    assertThat(failureOf(dial(proxy.proxy(), relay, LONG)))
        .isInstanceOfSatisfying(
            RejectedException.class,
            failure -> assertThat(failure.reason()).isEqualTo(RejectReason.UNAUTHORIZED))
        .hasMessageContaining("asks for a user and a password");
    HttpProxy wrong = new HttpProxy("127.0.0.1", proxy.proxy().port(), "ann", "wr0ng");
    assertThat(failureOf(dial(wrong, relay, LONG)))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("does not take this user and password")
        .hasMessageNotContaining("wr0ng");
    assertThat(proxy.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/login\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
        "HTTP/1.0 405 What?\r\n\r\n<html>",
        "<html>no proxy here</html>",
        "220 mail.example ESMTP\r\n"
      })
  void followsNoAnswerElsewhereAndTakesNoPageForATunnel(String answer) {
    ConnectProxy proxy = keep(ConnectProxy.saying(answer));

    assertThat(failureOf(dial(proxy.proxy(), URI.create("ws://relay.invalid"), LONG)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(proxy.proxy().toString());
    assertThat(proxy.requests()).hasSize(1);
  }

  @Test
  void endsAFloodOfHeaders() {
    ConnectProxy proxy =
        keep(ConnectProxy.saying("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(20_000)));

    assertThat(failureOf(dial(proxy.proxy(), URI.create("ws://relay.invalid"), LONG)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("more than 16384 bytes");
  }

  @Test
  void tellsWhenTheProxyWantsToBeAskedAgain() {
    ConnectProxy proxy =
        keep(ConnectProxy.saying("HTTP/1.1 503 Busy\r\nRetry-After: 5\r\n\r\nlater"));

    assertThat(failureOf(dial(proxy.proxy(), URI.create("ws://relay.invalid"), LONG)))
        .isInstanceOfSatisfying(
            RelayUnreachableException.class,
            failure -> assertThat(failure.retryAfter()).contains(Duration.ofSeconds(5)))
        .hasMessageContaining("HTTP 503");
  }

  @Test
  void saysThatTheProxyClosedOrIsNotThere() {
    ConnectProxy proxy = keep(ConnectProxy.saying(""));

    assertThat(failureOf(dial(proxy.proxy(), URI.create("ws://relay.invalid"), LONG)))
        .isInstanceOf(RelayUnreachableException.class)
        .hasMessageContaining("closed the connection when asked for a tunnel")
        .hasMessageContaining("the proxy at " + proxy.proxy());
    HttpProxy away = new HttpProxy("127.0.0.3", proxy.proxy().port());
    assertThat(failureOf(dial(away, URI.create("ws://relay.invalid"), LONG)))
        .isInstanceOf(RelayUnreachableException.class)
        .hasMessageContaining("is the proxy running");
  }

  @Test
  void limitsTheTimeOfASilentProxy() throws Exception {
    ServerSocket silent = keep(new ServerSocket(0, 9, InetAddress.getByName("127.0.0.1")));
    HttpProxy proxy = new HttpProxy("127.0.0.1", silent.getLocalPort());

    CompletableFuture<Link> dial =
        dial(proxy, URI.create("ws://relay.invalid"), Duration.ofMillis(300));

    assertThat(failureOf(dial))
        .isInstanceOf(RelayUnreachableException.class)
        .hasMessageContaining("no answer in time when asked for a tunnel")
        .hasMessageContaining("the proxy at " + proxy);
    try (Socket abandoned = silent.accept()) {
      abandoned.setSoTimeout(5_000);
      abandoned.getInputStream().readAllBytes(); // Returns when the dialer's end is closed.
    }
  }

  @Test
  void leavesNothingOfADialThatIsCancelledWhileItWaitsForTheProxy() throws Exception {
    ServerSocket silent = keep(new ServerSocket(0, 9, InetAddress.getByName("127.0.0.1")));
    CompletableFuture<Link> dial =
        dial(
            new HttpProxy("127.0.0.1", silent.getLocalPort()),
            URI.create("ws://relay.invalid"),
            LONG);
    try (Socket accepted = silent.accept()) {
      accepted.setSoTimeout(5_000);
      assertThat(accepted.getInputStream().read()).isEqualTo('C');

      dial.cancel(true);

      accepted.getInputStream().readAllBytes(); // Returns when the dialer's end is closed.
    }
    await()
        .until(
            () ->
                Leaks.threadsOfOurs().stream()
                    .noneMatch(thread -> thread.getName().endsWith("-dial")));
  }

  /** Hears all that anybody logs, at any level. */
  private static final class Spy extends Handler implements AutoCloseable {
    private static final Logger ROOT = Logger.getLogger("");

    final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final List<Logger> loggers =
        List.of(
            Logger.getLogger("org.glassfish.tyrus"),
            Logger.getLogger("org.glassfish.grizzly"),
            Logger.getLogger("org.glassfish.grizzly.filterchain.DefaultFilterChain"),
            Logger.getLogger("io.github.wsocketrelay"));

    Spy() {
      setLevel(Level.ALL);
      loggers.forEach(logger -> logger.setLevel(Level.ALL));
      ROOT.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(formatter.format(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      ROOT.removeHandler(this);
      loggers.forEach(logger -> logger.setLevel(null));
    }
  }

  /** Does not listen. */
  private static final class Deaf implements LinkHandler {
    @Override
    public void onText(String text) {}

    @Override
    public void onBinary(ByteBuffer message) {}

    @Override
    public void onClosed(int code, String reason) {}
  }
}
