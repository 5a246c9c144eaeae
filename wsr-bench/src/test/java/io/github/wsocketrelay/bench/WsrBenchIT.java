package io.github.wsocketrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.Authenticator.Verdict;
import io.github.wsocketrelay.RelayServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@Tag("alone")
class WsrBenchIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void measuresAGameWithoutLoss() {
    JsonObject document =
        run("--only", "game", "--players", "2", "--seconds", "1", "--warmup", "0", "--json");

    assertThat(document.getJsonObject("setting").getString("relay")).isEqualTo("in this process");
    assertThat(document.getJsonArray("measurements").getValuesAs(JsonObject.class))
        .extracting(row -> row.getString("route"))
        .containsExactly("tunnel", "direct");
    JsonObject tunnel = document.getJsonArray("measurements").getJsonObject(0);
    assertThat(tunnel.getInt("sent")).isEqualTo(2 * 60);
    assertThat(tunnel.getInt("returned")).isEqualTo(2 * 60);
    assertThat(number(tunnel, "lossPercent")).isZero();
    JsonObject times = tunnel.getJsonObject("roundTripMicros");
    assertThat(number(times, "p50")).isBetween(Double.MIN_VALUE, number(times, "p99"));
    assertThat(number(times, "p99")).isLessThanOrEqualTo(number(times, "max"));
    JsonObject cpu = tunnel.getJsonObject("cpuMicrosPerRoundTrip");
    assertThat(number(cpu, "relay")).isPositive();
    assertThat(number(cpu, "sides")).isPositive();
    assertThat(number(tunnel.getJsonObject("allocatedBytesPerRoundTrip"), "sides")).isPositive();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGSTOP")
  void measuresTheOthersWhileAPlayerIsStalled() {
    JsonObject document = run("--only", "stall", "--seconds", "1", "--warmup", "0", "--json");

    assertThat(document.getJsonArray("skipped")).isEmpty();
    assertThat(document.getJsonArray("measurements").getValuesAs(JsonObject.class))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.getInt("returned")).isPositive());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGSTOP")
  void thePlayerWhoIsStalledProvesItselfToTheRelayAsTheOthersDo() throws Exception {
    AccessToken token = AccessToken.generate();
    Path file = Files.writeString(folder.resolve("token"), token.text());
    try (RelayServer relay =
        RelayServer.builder()
            .bind("127.0.0.1")
            .authenticator(
                request ->
                    CompletableFuture.completedFuture(
                        request.token().equals(Optional.of(token))
                            ? Verdict.allow()
                            : Verdict.refuse()))
            .start()) {
      String address = "127.0.0.1:" + relay.localAddress().getPort();
      JsonObject document =
          run(
              address,
              "--token-file",
              file.toString(),
              "--only",
              "stall",
              "--seconds",
              "1",
              "--warmup",
              "0",
              "--json");
      assertThat(document.getJsonArray("skipped")).isEmpty();
      assertThat(document.getJsonArray("measurements")).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGSTOP")
  void leavesNoProcessBehindWhateverEndsItWhileAPlayerIsStalled(boolean kill) throws Exception {
    try (BenchProcess bench = start()) {
      await()
          .atMost(PATIENCE)
          .until(() -> bench.children().size() == 2); // the player, and the shell
      List<ProcessHandle> children = bench.children();
      if (kill) {
        bench.kill();
      } else {
        bench.terminate();
      }
      await().untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void endsItsPlayerQuietlyWhenItIsToldToEndBeforeThatHasStarted() throws Exception {
    try (BenchProcess bench = start()) {
      await().atMost(PATIENCE).until(() -> bench.children().size() == 1);
      bench.terminate();
      assertThat(bench.err()).isEmpty();
    }
  }

  private BenchProcess start() throws IOException {
    return BenchProcess.start(
        folder.resolve("err"), "--only", "stall", "--seconds", "1", "--warmup", "0");
  }

  private static JsonObject run(String... arguments) {
    BenchRun run = BenchRun.of(arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return Json.createReader(new StringReader(run.out())).readObject();
  }

  private static double number(JsonObject object, String name) {
    return object.getJsonNumber(name).doubleValue();
  }
}
