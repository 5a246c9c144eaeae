package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.AddressRange;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayServerBuilder;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import io.github.wsocketrelay.tyrus.internal.websocket.WsrPaths;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser gets at the relay's address. */
@Timeout(90)
@ExtendWith(Leaks.class)
class PageIT {
  private static final String ASK = "GET / HTTP/1.1\r\nHost: relay.example:8080\r\n";

  private static final String LINK = WsrPaths.CONNECT + "some-server";

  private final Roles roles = new Roles();

  @AfterEach
  void endAll() {
    roles.close();
  }

  private RelayServer start(RelayServerBuilder builder) {
    return roles.keep(builder.bind("127.0.0.1").start());
  }

  /** All that comes until the relay closes. */
  private static String answer(RelayServer relay, String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), relay.localAddress().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String head(String answer) {
    return answer.substring(0, answer.indexOf("\r\n\r\n"));
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  @Test
  void showsThePage() throws Exception {
    String answer = answer(start(RelayServer.builder()), ASK);
    assertThat(head(answer))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("Content-Type: text/html; charset=utf-8")
        .contains("Content-Security-Policy: default-src 'none'; ")
        .contains("X-Content-Type-Options: nosniff")
        .contains("Referrer-Policy: no-referrer")
        .contains("Cache-Control: no-store")
        .contains("Connection: close")
        .doesNotContainIgnoringCase("grizzly");
    assertThat(body(answer))
        .startsWith("<!DOCTYPE html>")
        .endsWith("</html>\n")
        .contains("wsrconnect 7777 ws://relay.example:8080 SERVER-ID<");
  }

  @Test
  void tellsItsHeadOnlyToWhoAsksForThat() throws Exception {
    RelayServer relay = start(RelayServer.builder());
    String answer = answer(relay, ASK.replace("GET", "HEAD"));
    int length = body(answer(relay, ASK)).getBytes(StandardCharsets.UTF_8).length;
    assertThat(head(answer)).startsWith("HTTP/1.1 200 ").contains("Content-Length: " + length);
    assertThat(body(answer)).isEmpty();
  }

  @Test
  void countsServersAndPlayersAndNamesNone() throws Exception {
    RelayServer relay = start(RelayServer.builder());
    var exposer = roles.exposer(relay, builder -> builder.target(9));
    var connector = roles.connector(relay, exposer);
    await().until(() -> relay.trafficStats().openTunnels() == 1);
    assertThat(connector.localAddress()).isNotNull();
    assertThat(body(answer(relay, ASK)))
        .contains("<dt>servers</dt><dd>1</dd>")
        .contains("<dt>players</dt><dd>1</dd>")
        .doesNotContain(exposer.serverId().text());
  }

  @Test
  void isNotThereWhenItIsNotWanted() throws Exception {
    RelayServer relay = start(RelayServer.builder().page(false));
    assertThat(answer(relay, ASK)).startsWith("HTTP/1.1 404 ").doesNotContain("<");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1\r\nHost: r\r\n",
        "PUT /other HTTP/1.1\r\nHost: r\r\n",
        "OPTIONS /wsr HTTP/1.1\r\nHost: r\r\n"
      })
  void answersOtherMethodsWith405(String request) throws Exception {
    assertThat(answer(start(RelayServer.builder()), request))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: GET, HEAD\r\n");
  }

  /** RFC 9110, 9.3.2: the same answer, without its body. */
  @ParameterizedTest
  @ValueSource(strings = {"/other", "/wsr", "/wsr/v1/connect/a/b", "WSR"})
  void answersHeadAsGet(String path) throws Exception {
    RelayServer relay = start(RelayServer.builder());
    String request = "GET %s HTTP/1.1\r\nHost: r\r\n".formatted(path.replace("WSR", LINK));
    String answer = head(answer(relay, request));
    assertThat(head(answer(relay, request.replace("GET", "HEAD"))).lines())
        .filteredOn(line -> !line.matches("(Date|Content-Length):.*"))
        .containsExactlyInAnyOrderElementsOf(
            answer.lines().filter(line -> !line.matches("(Date|Content-Length):.*")).toList());
    assertThat(answer)
        .startsWith(path.equals("WSR") ? "HTTP/1.1 426 Upgrade Required\r\n" : "HTTP/1.1 404 ");
  }

  /** RFC 6455, 4.1: only GET opens a WebSocket. */
  @Test
  void opensNoWebSocketForHead() throws Exception {
    String handshake = "HEAD %s HTTP/1.1\r\nHost: r\r\nUpgrade: websocket\r\n".formatted(LINK);
    assertThat(answer(start(RelayServer.builder()), handshake)).startsWith("HTTP/1.1 426 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n",
        "GET / HTTP/1.0\r\nHost: a\r\n"
      })
  void answersWhatIsNoPlainRequestWith400(String request) throws Exception {
    assertThat(answer(start(RelayServer.builder()), request)).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void showsAHostThatIsMarkupAsText() throws Exception {
    RelayServer relay = start(RelayServer.builder());
    assertThat(body(answer(relay, "GET / HTTP/1.1\r\nHost: <script>alert(1)</script>\r\n")))
        .doesNotContain("<script");
  }

  @Test
  void believesATrustedProxyThatItWasAskedWithTls() throws Exception {
    String forwarded = ASK + "X-Forwarded-Proto: https\r\n";
    RelayServer behindProxy =
        start(RelayServer.builder().trustedProxies(List.of(AddressRange.parse("127.0.0.1"))));
    assertThat(body(answer(behindProxy, forwarded))).contains(" wss://relay.example:8080 ");
    assertThat(body(answer(behindProxy, ASK))).contains(" ws://relay.example:8080 ");
    assertThat(body(answer(start(RelayServer.builder()), forwarded)))
        .contains(" ws://relay.example:8080 ");
  }

  @Test
  void namesTheRelayAsItsOperatorDoes() throws Exception {
    RelayServer relay = start(RelayServer.builder().publicHost("play.example"));
    assertThat(body(answer(relay, ASK))).contains(" ws://play.example ");
  }

  // ---- in a browser

  /** With its style, and without a word on what the policy forbids. */
  @Test
  void looksRightInABrowser(@TempDir Path profile) throws Exception {
    List<String> browser =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .filter(PageIT::isOnPath)
            .toList();
    assumeThat(browser).as("a browser").isNotEmpty();
    RelayServer relay = start(RelayServer.builder());
    Path log = profile.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(browser.get(0));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-proxy-server",
            "--user-data-dir=" + profile.resolve("data"),
            "--enable-logging=stderr",
            "--dump-dom",
            "http://127.0.0.1:" + relay.localAddress().getPort() + "/"));
    Path dom = profile.resolve("dom");
    Process process =
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectOutput(dom.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(dom))
        .contains("<h1>A relay for game servers</h1>")
        .contains("ws://127.0.0.1:" + relay.localAddress().getPort());
    assertThat(Files.readString(log))
        .doesNotContain("Refused to")
        .doesNotContain("Content Security Policy");
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
