package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.RelayServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --check}, as a person sees it. */
@Timeout(60)
class CheckIT {
  @TempDir Path stateDirectory;
  private RelayServer relay;

  @BeforeEach
  void startRelay() {
    relay = RelayServer.builder().bind("127.0.0.1").start();
  }

  @AfterEach
  void closeRelay() {
    relay.close();
  }

  private String address() {
    return "127.0.0.1:" + relay.localAddress().getPort();
  }

  @Test
  void exposePrintsALineForEachStepAndKeepsNothing() throws Exception {
    try (EchoServer echo = EchoServer.start()) {
      Path kept = stateDirectory.resolve("state");
      CommandRun run =
          CommandRun.expose(
              "--check",
              "--state-dir",
              kept.toString(),
              "0",
              address(),
              String.valueOf(echo.address().getPort()));
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCode.DONE);
      assertThat(run.out().lines())
          .hasSize(8)
          .allMatch(line -> line.startsWith("ok    "))
          .anyMatch(line -> line.equals("ok    proxy       none"))
          .anyMatch(line -> line.startsWith("ok    path        RTT to the relay "));
      assertThat(Files.exists(kept)).isFalse();
    }
  }

  @Test
  void connectNamesWhatIsWrongAndFails() {
    CommandRun run = CommandRun.connect("--check", "0", address(), "my-check-server");
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out().lines())
        .last()
        .asString()
        .startsWith("FAIL  server      #")
        .contains("is not online at this relay: is its exposer running");
    assertThat(run.out()).doesNotContain("my-check-server");
    assertThat(run.err()).isEmpty();
  }
}
