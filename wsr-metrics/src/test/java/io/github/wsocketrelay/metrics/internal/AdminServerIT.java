package io.github.wsocketrelay.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.wsocketrelay.RelayAdmin;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.metrics.testing.FakeRelay;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AdminServerIT {
  private final RelayAdmin admin = RelayAdmin.open(0);

  @AfterEach
  void close() {
    admin.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("wsr-admin");
  }

  private Socket dial() throws IOException {
    Socket socket = new Socket(admin.localAddress().getAddress(), admin.localAddress().getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private String ask(String request) throws IOException {
    try (Socket socket = dial()) {
      send(socket, request);
      return answer(socket);
    }
  }

  @Test
  void listensOnLoopbackOnly() {
    assertThat(admin.localAddress().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
  }

  @Test
  void answersHttpClients() throws Exception {
    admin.watch(new FakeRelay());
    URI uri = URI.create("http://127.0.0.1:" + admin.localAddress().getPort() + "/metrics");
    HttpClient client = HttpClient.newHttpClient();
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains("wsr_relay_links{role=\"exposer\"} 2.0\n");
    }
  }

  @Test
  void aHeadHasTheLengthAndNoBody() throws IOException {
    assertThat(ask("HEAD /healthz HTTP/1.1\r\nHost: a\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\nContent-Length: 3\r\n", "\r\nConnection: close\r\n")
        .endsWith("\r\n\r\n");
    assertThat(ask("GET /healthz HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\nok\n");
  }

  @Test
  void answersARequestWithABodyThatNobodyReads() throws IOException {
    String body = "x".repeat(100_000);
    assertThat(ask("POST /metrics HTTP/1.1\r\nContent-Length: 100000\r\n\r\n" + body))
        .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
        .contains("\r\nAllow: GET, HEAD\r\n");
  }

  @Test
  void refusesAHeadThatIsTooLarge() throws IOException {
    assertThat(ask("GET /metrics HTTP/1.1\r\nX: " + "x".repeat(8_192))).startsWith("HTTP/1.1 431 ");
    assertThat(ask("\u0016\u0003\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aRequestMayComeByteByByte() throws IOException {
    try (Socket socket = dial()) {
      socket.setTcpNoDelay(true);
      for (String one : "GET /healthz HTTP/1.1\r\n\r\n".split("")) {
        send(socket, one);
      }
      assertThat(answer(socket)).endsWith("ok\n");
    }
  }

  @Test
  void clientsThatSayNothingKeepNobodyWaitingAndAreClosed() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 3 * AdminServer.MOST_CONNECTIONS; i++) {
        slow.add(dial());
        send(slow.get(i), "GET /healthz HTTP/1.1\r\n");
        assertThat(ask("GET /healthz HTTP/1.1\r\n\r\n")).endsWith("ok\n");
      }
      InputStream first = slow.get(0).getInputStream();
      assertThat(ends(first)).isTrue(); // Since others came.
      assertThat(ends(slow.get(slow.size() - 1).getInputStream())).isTrue(); // After 5 s.
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private static boolean ends(InputStream in) {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      return !(e instanceof java.net.SocketTimeoutException); // A reset is an end.
    }
  }

  @Test
  void aPortInUseIsAnErrorThatSaysSo() {
    int port = admin.localAddress().getPort();
    assertThatExceptionOfType(WsrException.class)
        .isThrownBy(() -> RelayAdmin.open(port))
        .withMessageContainingAll(
            "cannot open the admin port 127.0.0.1:" + port, "choose another port");
  }

  @Test
  void thePortIsFreeOnceItIsClosed() {
    int port = admin.localAddress().getPort();
    admin.close();
    admin.close();
    RelayAdmin.open(port).close();
  }
}
