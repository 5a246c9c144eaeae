package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What programs read of the commands, by a parser of somebody else's. */
@Timeout(120)
class JsonEventsIT {
  @TempDir Path state;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGTERM")
  void tellOfATunnelFromItsStartToItsEnd() throws Exception {
    try (EchoServer echo = EchoServer.start();
        CommandProcess serve =
            CommandProcess.start(
                WsrServe.class, "0", "--bind", "127.0.0.1", "--json", "--verbose")) {
      serve.awaitLine("\"event\":\"listening\"");
      String relay = event(serve, "listening").getString("address");
      try (CommandProcess expose =
              CommandProcess.start(
                  WsrExpose.class,
                  "0",
                  relay,
                  String.valueOf(echo.address().getPort()),
                  "--state-dir=" + state,
                  "--json",
                  "-v");
          CommandProcess connect = connect(expose)) {
        connect.awaitLine("\"event\":\"opened\"");
        connect.awaitLine("\"event\":\"listening\"");
        int port = event(connect, "listening").getInt("port");
        try (EchoClient client = new EchoClient(new InetSocketAddress("127.0.0.1", port))) {
          client.exchange(new byte[] {1, 2, 3});
        }
        expose.awaitLine("\"event\":\"flow-opened\"");
        assertEnds(connect);
        expose.awaitLine("\"event\":\"tunnel-closed\"");
        assertEnds(expose);
        serve.awaitLine("\"event\":\"server-gone\"");
        assertEnds(serve);

        assertThat(names(connect))
            .containsSubsequence("connecting", "listening", "flow-opened", "closing", "closed");
        assertThat(names(expose))
            .containsSubsequence(
                "registering",
                "registered",
                "tunnel-opened",
                "flow-opened",
                "flow-closed",
                "tunnel-closed",
                "closing",
                "closed");
        assertThat(names(serve))
            .containsSubsequence(
                "listening",
                "server-registered",
                "tunnel-opened",
                "tunnel-closed",
                "server-gone",
                "closing",
                "closed");
        assertThat(event(expose, "registered").getInt("port")).isEqualTo(echo.address().getPort());
        assertThat(event(connect, "closed").getString("reason")).isEqualTo("requested");
      }
    }
  }

  @Test
  void tellOfErrorsWithTheExitCode() {
    CommandRun wrong = CommandRun.serve("http", "--json");
    wrong.failsWith(ExitCode.USAGE, "'http' is no port");
    assertThat(parsed(wrong.out()).getInt("exitCode")).isEqualTo(ExitCode.USAGE);
    Settings settings = new Settings(Map.of("WSR_JSON", "true"), state);
    wrong = CommandRun.of(new WsrServe(), settings, "http");
    assertThat(parsed(wrong.out()).getString("event")).isEqualTo("error");

    CommandRun unreachable = CommandRun.connect("0", "127.0.0.1:1", "my-server", "--json");
    unreachable.failsWith(ExitCode.FAILED, "127.0.0.1:1");
    List<JsonObject> events = unreachable.out().lines().map(JsonEventsIT::parsed).toList();
    assertThat(events.get(0).getString("event")).isEqualTo("connecting");
    JsonObject last = events.get(events.size() - 1);
    assertThat(last.getString("event")).isEqualTo("error");
    assertThat(last.getInt("exitCode")).isEqualTo(ExitCode.FAILED);
    assertThat(unreachable.err()).contains(last.getString("message"));
  }

  private static CommandProcess connect(CommandProcess expose) throws Exception {
    expose.awaitLine("\"event\":\"registered\"");
    return CommandProcess.start(
        WsrConnect.class, "0", event(expose, "registered").getString("invitation"), "--json", "-v");
  }

  private void assertEnds(CommandProcess process) throws InterruptedException {
    process.terminate();
    assertThat(process.awaitExit()).as(process.toString()).isZero();
    assertThat(process.err()).isEmpty();
  }

  private static JsonObject event(CommandProcess process, String name) {
    return events(process).stream()
        .filter(event -> event.getString("event").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(CommandProcess process) {
    return events(process).stream().map(event -> event.getString("event")).toList();
  }

  /** Every line of standard output is an event with a time. */
  private static List<JsonObject> events(CommandProcess process) {
    return process.out().stream().map(JsonEventsIT::parsed).toList();
  }

  private static JsonObject parsed(String line) {
    try (JsonReader reader = Json.createReader(new StringReader(line))) {
      JsonObject event = reader.readObject();
      assertThat(Instant.parse(event.getString("time"))).isBeforeOrEqualTo(Instant.now());
      return event;
    }
  }
}
