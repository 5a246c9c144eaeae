package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.AddressRange;
import io.github.wsocketrelay.Authenticator;
import io.github.wsocketrelay.Authenticator.Verdict;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayListener;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayServerBuilder;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may come to a relay, and what those are told who may not. */
@Timeout(90)
@ExtendWith(Leaks.class)
class AccessIT {
  private static final AccessToken ADA = AccessToken.generate();
  private static final AccessToken BOB = AccessToken.generate();
  private static final AccessToken OLD = AccessToken.generate();
  private static final AccessToken STRANGER = AccessToken.generate();
  private static final String TAG = "a".repeat(26);

  @TempDir Path directory;
  private final Roles roles = new Roles();
  private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

  @AfterEach
  void endAll() {
    roles.close();
  }

  private RelayServer start(RelayServerBuilder builder) {
    return roles.keep(builder.bind("127.0.0.1").start());
  }

  private RelayServer open() {
    return start(RelayServer.builder());
  }

  private RelayServer withTokens() throws IOException {
    return start(RelayServer.builder().tokens(tokens(ADA.sha256() + " name=ada")));
  }

  private RelayServer asking(Authenticator authenticator) {
    return start(RelayServer.builder().authenticator(authenticator));
  }

  private Path tokens(String first) throws IOException {
    return Files.write(
        directory.resolve("tokens"),
        List.of(
            first,
            BOB.sha256() + " name=bob use=connect links=1",
            OLD.sha256() + " name=old expires=2001-01-01"));
  }

  private Exposer exposer(RelayServer relay, AccessToken token) {
    return roles.exposer(
        relay,
        builder ->
            builder
                .target(9)
                .accessToken(token)
                .listener(
                    new ExposerListener() {
                      @Override
                      public void onClosed(Closed event) {
                        closed.add(
                            event.reason()
                                + " "
                                + event.cause().map(Throwable::getMessage).orElse(""));
                      }
                    }));
  }

  /** The head of the answer to a handshake with more headers, and what comes behind it. */
  private static String handshake(RelayServer relay, String target, String... headers)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(relay))) {
      return handshake(socket, target, headers);
    }
  }

  private static String handshake(Socket socket, String target, String... headers)
      throws IOException {
    socket.setSoTimeout(8_000);
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    String request =
        "GET %s HTTP/1.1|Host: a|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 13|"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|Sec-WebSocket-Protocol: wsr.v1|";
    socket
        .getOutputStream()
        .write(
            (request.formatted(target).replace("|", "\r\n") + more + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    return head(socket);
  }

  private static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static String bearer(AccessToken token) {
    return "Authorization: Bearer " + token.text();
  }

  private static int port(RelayServer relay) {
    return relay.localAddress().getPort();
  }

  private static String expose() {
    return "/wsr/v1/expose/" + TAG;
  }

  private static String connect() {
    return "/wsr/v1/connect/" + TAG;
  }

  // ---- tokens

  @Test
  void onlyATokenForThisUseThatHasNotExpiredOpensTheRelay() throws Exception {
    RelayServer relay = withTokens();
    assertThat(handshake(relay, expose(), bearer(ADA))).startsWith("HTTP/1.1 101");
    assertThat(handshake(relay, connect(), bearer(BOB))).startsWith("HTTP/1.1 101");
    String scope = handshake(relay, expose(), bearer(BOB));
    String expired = handshake(relay, expose(), bearer(OLD));
    String unknown = handshake(relay, expose(), bearer(STRANGER));
    assertThat(unknown).startsWith("HTTP/1.1 403");
    assertThat(List.of(scope, expired))
        .allSatisfy(one -> assertThat(one).startsWith("HTTP/1.1 403"));
    assertThat(handshake(relay, expose())).startsWith("HTTP/1.1 403");
    assertThat(handshake(relay, expose(), "Authorization: Basic YTpi")).startsWith("HTTP/1.1 403");
    assertThat(unknown).doesNotContain(STRANGER.text());
  }

  @Test
  void aSideWithAWrongTokenEndsAndSaysWhatToDo() throws Exception {
    RelayServer relay = withTokens();
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> exposer(relay, STRANGER))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.UNAUTHORIZED))
        .withMessageContaining("403")
        .withMessageContaining("check that this side's access token")
        .satisfies(e -> assertThat(e.toString()).doesNotContain(STRANGER.text()));
    exposer(relay, ADA);
    assertThat(relay.servers()).isEqualTo(1);
  }

  @Test
  void aTokenThatHasAllItsLinksIsRefusedForNow() throws Exception {
    RelayServer relay = withTokens();
    try (Socket first = new Socket(InetAddress.getLoopbackAddress(), port(relay))) {
      assertThat(handshake(first, connect(), bearer(BOB))).startsWith("HTTP/1.1 101");
      await() // The link is open at its side before it counts at the relay.
          .until(
              () -> handshake(relay, connect(), bearer(BOB)),
              answer ->
                  answer.startsWith("HTTP/1.1 429") && answer.contains("Retry-After: 10\r\n"));
    }
    await().until(() -> handshake(relay, connect(), bearer(BOB)).startsWith("HTTP/1.1 101"));
    assertThat(relay.limitHits()).containsEntry(RelayLimit.LINKS, 0L);
  }

  // ---- pages, queries, extensions

  /** A page in a player's browser reaches loopback, and so would reach what a side listened on. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void sidesListenOnNoTcpPort() throws Exception {
    RelayServer relay = open();
    Set<String> before = listening();
    roles.connector(relay, roles.exposer(relay, builder -> builder.target(9)));
    assertThat(before).isNotEmpty();
    assertThat(listening()).isEqualTo(before);
  }

  /** The inodes of this process' sockets that listen. */
  private static Set<String> listening() throws IOException {
    Set<String> own = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.filter(Files::isSymbolicLink).toList()) {
        try {
          own.add(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException e) {
          // Closed in between, as that of the list itself.
        }
      }
    }
    Set<String> listening = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/self/net", table))) {
        List<String> fields = List.of(line.strip().split(" +"));
        if (fields.get(3).equals("0A") && own.contains("socket:[" + fields.get(9) + "]")) {
          listening.add(fields.get(9));
        }
      }
    }
    return listening;
  }

  @Test
  void overTheNumberOfLinksEachRefusalCountsOnce() throws Exception {
    RelayServer relay = start(RelayServer.builder().limit(RelayLimit.LINKS, 1));
    RawSide first = roles.keep(RawSide.connector(relay, ServerId.random()));
    first.next(ControlMessage.Hello.class);
    for (int i = 0; i < 3; i++) {
      assertThat(handshake(relay, connect())).startsWith("HTTP/1.1 429").contains("Retry-After");
    }
    assertThat(relay.limitHits()).containsEntry(RelayLimit.LINKS, 3L);
  }

  @ParameterizedTest
  @CsvSource({
    "https://play.example, 101",
    "https://evil.example, 403",
    "null, 403",
    "http://play.example, 403"
  })
  void onlyPagesOfAnAllowedOriginMayCome(String origin, int status) throws Exception {
    RelayServer relay =
        start(RelayServer.builder().allowedOrigins(List.of("https://play.example")));
    assertThat(handshake(relay, connect(), "Origin: " + origin)).startsWith("HTTP/1.1 " + status);
    assertThat(handshake(open(), connect(), "Origin: " + origin)).startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @CsvSource({"?token=s3cret", "?access_token=s3cret&x=y", "?s3cret", "??"})
  void aQueryIsRefusedAndNotRepeated(String query) throws Exception {
    assertThat(handshake(open(), connect() + query))
        .startsWith("HTTP/1.1 403")
        .doesNotContain("s3cret");
  }

  @Test
  void aQuestionMarkAloneIsNoQuery() throws Exception {
    assertThat(handshake(open(), connect() + "?")).startsWith("HTTP/1.1 101");
  }

  @Test
  void noExtensionIsEverAgreedUpon() throws Exception {
    assertThat(
            handshake(
                open(),
                connect(),
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"))
        .startsWith("HTTP/1.1 101")
        .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
  }

  @Test
  void ourOwnSidesSendNoOriginAndOfferNoExtension() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Exposer> starting =
          Exposer.builder()
              .relay(URI.create("ws://127.0.0.1:" + listening.getLocalPort()))
              .target(9)
              .accessToken(ADA)
              .startAsync();
      try (Socket socket = listening.accept()) {
        socket.setSoTimeout(8_000);
        assertThat(head(socket))
            .startsWith("GET /wsr/v1/expose/")
            .contains("\r\n" + bearer(ADA) + "\r\n")
            .doesNotContainIgnoringCase("origin")
            .doesNotContainIgnoringCase("sec-websocket-extensions")
            .doesNotContain("?");
      }
      starting.cancel(true);
    }
  }

  // ---- an authenticator

  @Test
  void anAnswerThatComesLaterOpensTheLinkThen() {
    CompletableFuture<Verdict> answer = new CompletableFuture<>();
    RelayServer relay = asking(request -> answer);
    RawSide side = roles.keep(RawSide.exposer(relay, ServerId.random()));
    await().until(() -> relay.links() == 1); // It is open here before it is there.
    assertThat(side.textsSoFar()).isEmpty();
    answer.complete(Verdict.allow());
    side.registering().next(ControlMessage.Registered.class);
  }

  @Test
  void aRefusalThatComesLaterEndsTheSideForGood() {
    CompletableFuture<Verdict> answer = new CompletableFuture<>();
    RelayServer relay =
        asking(
            request -> {
              answer.completeOnTimeout(Verdict.refuse(), 200, TimeUnit.MILLISECONDS);
              return answer;
            });
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> exposer(relay, ADA))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.UNAUTHORIZED))
        .withMessageContaining("ask its operator");
  }

  @Test
  void anAnswerThatNeverComesIsARefusalForNow() {
    RelayServer relay =
        start(
            RelayServer.builder()
                .limit(RelayLimit.SPEAK_SECONDS, 1)
                .authenticator(request -> new CompletableFuture<>()));
    RawSide side = roles.keep(RawSide.connector(relay, ServerId.random()));
    assertThat(side.closeCode()).isEqualTo(4_429);
    assertThat(side.next(ControlMessage.Refused.class).retryAfterMillis()).isPositive();
    await().until(() -> relay.links() == 0);
  }

  @Test
  void anAuthenticatorThatThrowsRefusesForNow() throws Exception {
    RelayServer relay =
        asking(
            request -> {
              throw new AssertionError("no database");
            });
    assertThat(handshake(relay, connect())).startsWith("HTTP/1.1 429").doesNotContain("database");
  }

  @Test
  void aTagOfAnotherFormIsAskedOfNobody() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    RelayServer relay =
        asking(
            request -> {
              asked.add(request.tag());
              return CompletableFuture.completedFuture(Verdict.allow());
            });
    assertThat(handshake(relay, "/wsr/v1/connect/%0d%0aevil")).startsWith("HTTP/1.1 101");
    assertThat(handshake(relay, connect())).startsWith("HTTP/1.1 101");
    assertThat(asked).containsExactly(TAG);
  }

  // ---- proxies

  private String remoteAddressOfATunnel(RelayServerBuilder builder) throws Exception {
    BlockingQueue<String> opened = new LinkedBlockingQueue<>();
    RelayServer relay =
        start(
            builder.listener(
                new RelayListener() {
                  @Override
                  public void onTunnelOpened(TunnelOpened event) {
                    opened.add(event.remoteAddress().getAddress().getHostAddress());
                  }
                }));
    Exposer exposer = roles.exposer(relay, roles.peer());
    RawSide side = RawSide.forwardedConnector(relay, exposer.serverId(), "203.0.113.9");
    roles.keep(side).opening().next(ControlMessage.Opened.class);
    return String.valueOf(opened.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void aTrustedProxyTellsWhereAConnectorIs() throws Exception {
    assertThat(
            remoteAddressOfATunnel(
                RelayServer.builder().trustedProxies(List.of(AddressRange.parse("127.0.0.0/8")))))
        .isEqualTo("203.0.113.9");
  }

  @Test
  void anUntrustedProxyTellsNothing() throws Exception {
    assertThat(remoteAddressOfATunnel(RelayServer.builder())).isEqualTo("127.0.0.1");
  }
}
