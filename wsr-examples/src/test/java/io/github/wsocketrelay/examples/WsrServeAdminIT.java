package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
class WsrServeAdminIT {
  private static String get(String address, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://" + address + path).toURL().openConnection();
    int status = connection.getResponseCode();
    try (InputStream body =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return status + " " + text;
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGTERM")
  void goesOnWithoutBeingReadyUntilItHasDrained() throws Exception {
    try (CommandProcess serve =
        CommandProcess.start(
            WsrServe.class,
            "0",
            "--bind",
            "127.0.0.1",
            "--admin-port",
            "0",
            "--drain-seconds",
            "2")) {
      String relay = serve.awaitLine("relay listening on (127.0.0.1:\\d+)").group(1);
      String admin = serve.awaitLine("metrics on http://(127.0.0.1:\\d+)/metrics").group(1);
      assertThat(get(admin, "/healthz")).isEqualTo("200 ok\n");
      assertThat(get(admin, "/readyz")).isEqualTo("200 ok\n");
      assertThat(get(admin, "/metrics")).startsWith("200 ").contains("\nwsr_relay_tunnels 0.0\n");
      assertThat(get(relay, "/metrics")).startsWith("404 "); // Not where strangers come.

      serve.terminate();
      serve.awaitLine("draining for 2s");
      assertThat(get(admin, "/readyz")).isEqualTo("503 draining\n");
      assertThat(get(admin, "/healthz")).isEqualTo("200 ok\n");
      assertThat(get(relay, "/")).startsWith("200 "); // It goes on.
      assertThat(serve.awaitExit()).as(serve.toString()).isZero();
    }
  }

  @Test
  void namesAnAdminPortThatIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      CommandRun run = CommandRun.serve("0", "--admin-port", port);
      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(run.err())
          .startsWith("wsrserve: cannot open the admin port 127.0.0.1:" + port + " (")
          .contains("choose another port")
          .hasLineCount(1);
    }
  }
}
