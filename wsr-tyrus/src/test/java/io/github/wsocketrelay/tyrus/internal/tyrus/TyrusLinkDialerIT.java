package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.ProxyChoice;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.websocket.WsrPaths;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(30)
@ExtendWith(Leaks.class)
class TyrusLinkDialerIT {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int MANY = 100;
  private static final String TAG = ServerId.random().keys().tag();

  private static final DialSettings PLAIN =
      new DialSettings(
          TyrusLinkDialerIT::defaultTls, Optional.empty(), ProxyChoice.none(), Optional.empty());

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();

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

  private TyrusLinkDialer dialer(Duration timeout) {
    return dialer(timeout, PLAIN);
  }

  private TyrusLinkDialer dialer(Duration timeout, DialSettings settings) {
    return keep(
        new TyrusLinkDialer(
            "wsr-dialer-test",
            timeout,
            settings,
            host -> {
              List<InetAddress> known = names.get(host);
              return known == null ? Resolver.SYSTEM.resolve(host) : known;
            }));
  }

  private static SSLContext defaultTls() {
    try {
      return SSLContext.getDefault();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private RelayServer relay() {
    return keep(RelayServer.builder().bind("127.0.0.1").start());
  }

  private static URI uri(String host, int port) {
    return WsrPaths.connect(URI.create("ws://" + host + ":" + port), TAG);
  }

  private static CompletableFuture<Link> dial(TyrusLinkDialer dialer, URI uri) {
    return dialer.dial(uri, link -> new Deaf());
  }

  private static List<InetAddress> addresses(String... texts) {
    return Stream.of(texts)
        .map(
            text -> {
              try {
                return InetAddress.getByName(text);
              } catch (UnknownHostException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
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
  void reachesARelayThatListensOnTheSecondAddressOfItsNameOnly() {
    RelayServer relay = relay();
    names.put("relay.test", addresses("::1", "127.0.0.1"));

    Link link =
        dial(dialer(LONG), uri("relay.test", relay.localAddress().getPort()))
            .orTimeout(5, TimeUnit.SECONDS)
            .join();

    link.close(1_000, "done");
  }

  @Test
  void leavesASilentAddressForTheNextOne() throws Exception {
    RelayServer relay = relay();
    int port = relay.localAddress().getPort();
    blackHole("127.0.0.2", port);
    names.put("relay.test", addresses("127.0.0.2", "127.0.0.1"));

    Link link = dial(dialer(Duration.ofSeconds(2)), uri("relay.test", port)).join();

    link.close(1_000, "done");
  }

  @Test
  void looksTheNameUpAnewForEachDial() {
    RelayServer relay = relay();
    URI uri = uri("relay.test", relay.localAddress().getPort());
    TyrusLinkDialer dialer = dialer(LONG);
    names.put("relay.test", addresses("127.0.0.2"));
    assertThat(failureOf(dial(dialer, uri)))
        .isInstanceOf(RelayUnreachableException.class)
        .hasMessageContaining("is the relay running");

    names.put("relay.test", addresses("127.0.0.1"));

    dial(dialer, uri).join().close(1_000, "done");
  }

  @Test
  void keepsDialsApartThatAreUnderWayAtTheSameTime() throws Exception {
    TyrusLinkDialer dialer = dialer(LONG);
    List<ServerSocket> servers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      servers.add(answering("503 Busy", "Retry-After: " + i));
    }

    List<CompletableFuture<Link>> dials =
        IntStream.range(0, 40)
            .mapToObj(i -> dial(dialer, uri("127.0.0.1", servers.get(i % 4).getLocalPort())))
            .toList();

    for (int i = 0; i < dials.size(); i++) {
      int seconds = i % 4;
      assertThat(failureOf(dials.get(i)))
          .hasMessageContaining(":" + servers.get(seconds).getLocalPort())
          .isInstanceOfSatisfying(
              RelayUnreachableException.class,
              failure -> assertThat(failure.retryAfter()).contains(Duration.ofSeconds(seconds)));
    }
  }

  @Test
  void tellsWhenTooManyRequestsMayBeFollowedByAnother() throws Exception {
    ServerSocket server = answering("429 Too Many Requests", "Retry-After: 7");

    assertThat(failureOf(dial(dialer(LONG), uri("127.0.0.1", server.getLocalPort()))))
        .isInstanceOfSatisfying(
            RelayUnreachableException.class,
            failure -> assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7)))
        .hasMessageContaining("HTTP 429");
  }

  @Test
  void saysAtOnceThatAPasswordIsAskedFor() throws Exception {
    ServerSocket server = answering("401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"");

    assertThat(failureOf(dial(dialer(LONG), uri("127.0.0.1", server.getLocalPort()))))
        .isInstanceOfSatisfying(
            RejectedException.class,
            failure -> assertThat(failure.reason()).isEqualTo(RejectReason.UNAUTHORIZED));
  }

  @Test
  void leavesNothingOfDialsThatAreCancelledWhileTheyConnect() throws Exception {
    int port = blackHole("127.0.0.1", 0);
    TyrusLinkDialer dialer = dialer(LONG);
    Traces before = Traces.now();

    List<CompletableFuture<Link>> dials = dialMany(dialer, port);
    await().until(() -> Traces.now().sockets() >= before.sockets() + MANY);
    dials.forEach(dial -> dial.cancel(true));

    await().atMost(Duration.ofSeconds(2)).until(() -> Traces.now().equals(before));
  }

  @Test
  void leavesNothingOfDialsThatAreCancelledWhileTheyWaitForTheAnswer() throws Exception {
    ServerSocket silent = keep(new ServerSocket(0, 2 * MANY, InetAddress.getByName("127.0.0.1")));
    TyrusLinkDialer dialer = dialer(LONG);
    Traces before = Traces.now();

    List<CompletableFuture<Link>> dials = dialMany(dialer, silent.getLocalPort());
    List<Socket> accepted = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      accepted.add(keep(silent.accept()));
      accepted.get(i).setSoTimeout(5_000);
      assertThat(accepted.get(i).getInputStream().read()).isEqualTo('G');
    }
    dials.forEach(dial -> dial.cancel(true));

    for (Socket one : accepted) {
      one.getInputStream().readAllBytes(); // Returns when the dialer's end is closed.
      one.close();
    }
    await().atMost(Duration.ofSeconds(2)).until(() -> Traces.now().equals(before));
  }

  @Test
  void leavesNothingOfATlsLinkThatIsCancelledWhileItWaits() throws Exception {
    ServerSocket silent = keep(new ServerSocket(0, 9, InetAddress.getByName("127.0.0.1")));
    URI uri = uri("127.0.0.1", silent.getLocalPort());
    CompletableFuture<Link> dial =
        dial(dialer(LONG), URI.create(uri.toString().replace("ws:", "wss:")));

    try (Socket accepted = silent.accept()) {
      accepted.setSoTimeout(5_000);
      assertThat(accepted.getInputStream().read()).isPositive();
      dial.cancel(true);

      accepted.getInputStream().readAllBytes(); // Returns when the dialer's end is closed.
    }
    await()
        .until(
            () ->
                Leaks.threadsOfOurs().stream()
                    .noneMatch(thread -> thread.getName().startsWith("wsr-dialer-test")));
  }

  @Test
  void leavesNothingOfDialsThatAreCancelledAsTheyOpen() {
    RelayServer relay = relay();
    TyrusLinkDialer dialer = dialer(LONG);
    Traces before = Traces.now();

    for (int i = 0; i < MANY; i++) {
      CompletableFuture<Link> dial =
          dialer.dial(uri("127.0.0.1", relay.localAddress().getPort()), link -> new Deaf());
      long end = System.nanoTime() + i * 50_000L;
      while (System.nanoTime() < end && !dial.isDone()) {
        Thread.onSpinWait();
      }
      if (!dial.cancel(true)) {
        dial.join().close(1_000, "done");
      }
    }

    await().until(() -> Traces.now().equals(before)); // The relay's ends are closed too.
  }

  @Test
  void hasOneLimitForConnectAndAnswerTogether() throws Exception {
    ServerSocket silent = keep(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
    blackHole("127.0.0.2", silent.getLocalPort());
    names.put("relay.test", addresses("127.0.0.2", "127.0.0.1"));
    long begin = System.nanoTime();

    CompletableFuture<Link> dial =
        dial(dialer(Duration.ofMillis(1_500)), uri("relay.test", silent.getLocalPort()));

    assertThat(failureOf(dial))
        .isInstanceOf(RelayUnreachableException.class)
        .hasMessageContaining("no answer in time");
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(1_400), Duration.ofMillis(2_100));
    try (Socket abandoned = silent.accept()) {
      abandoned.setSoTimeout(5_000);
      abandoned.getInputStream().readAllBytes(); // Returns when the dialer's end is closed.
    }
  }

  @Test
  void failsADialWhoseConnectionIsClosedBeforeTheAnswer() throws Exception {
    ServerSocket rude = keep(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
    CompletableFuture<Link> dial = dial(dialer(LONG), uri("127.0.0.1", rude.getLocalPort()));
    rude.accept().close();

    assertThat(failureOf(dial)).isInstanceOf(RelayUnreachableException.class);
  }

  @Test
  void givesUpWhatIsBeingDialledWhenItCloses() throws Exception {
    ServerSocket silent = keep(new ServerSocket(0, 9, InetAddress.getByName("127.0.0.1")));
    TyrusLinkDialer dialer = dialer(LONG);
    CompletableFuture<Link> dial = dial(dialer, uri("127.0.0.1", silent.getLocalPort()));
    try (Socket accepted = silent.accept()) {
      accepted.setSoTimeout(5_000);

      dialer.close();

      assertThat(failureOf(dial)).isInstanceOf(RelayUnreachableException.class);
      accepted.getInputStream().readAllBytes(); // Returns when the dialer's end is closed.
    }
    assertThat(failureOf(dial(dialer, uri("127.0.0.1", silent.getLocalPort()))))
        .isInstanceOf(RelayUnreachableException.class);
  }

  private static List<CompletableFuture<Link>> dialMany(TyrusLinkDialer dialer, int port) {
    return IntStream.range(0, MANY).mapToObj(i -> dial(dialer, uri("127.0.0.1", port))).toList();
  }

  /** Listens where new connections are no longer taken, so that the system answers none. */
  private int blackHole(String host, int port) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    ServerSocket full = keep(new ServerSocket(port, 1, address));
    for (int i = 0; i < 2; i++) {
      keep(new Socket(address, full.getLocalPort()));
    }
    try (Socket more = new Socket()) {
      assertThatThrownBy(
              () -> more.connect(new InetSocketAddress(address, full.getLocalPort()), 200))
          .satisfies(
              failure ->
                  assumeThat(failure)
                      .as("this system refuses instead")
                      .isInstanceOf(SocketTimeoutException.class)
                      .isNotInstanceOf(ConnectException.class));
    }
    return full.getLocalPort();
  }

  /** Answers every request with this status and this header field. */
  private ServerSocket answering(String status, String field) throws IOException {
    ServerSocket server = keep(new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1")));
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  try (Socket socket = server.accept()) {
                    readHead(socket.getInputStream());
                    String answer =
                        "HTTP/1.1 " + status + "\r\n" + field + "\r\nContent-Length: 0\r\n\r\n";
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                  }
                }
              } catch (SocketException e) {
                return; // Closed.
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            },
            "test-answering");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private static void readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return;
      }
      head.append((char) next);
    }
  }

  /** What dials leave behind. */
  private record Traces(long threads, int sockets) {
    static Traces now() {
      return new Traces(
          Leaks.threadsOfOurs().stream()
              .filter(thread -> thread.getName().endsWith("-dial"))
              .count(),
          Leaks.sockets().size());
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
