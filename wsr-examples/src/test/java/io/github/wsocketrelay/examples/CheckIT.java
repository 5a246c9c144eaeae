package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code --check}, as a person sees it. */
@Timeout(60)
class CheckIT {
  @RegisterExtension static final LocalRelay RELAY = new LocalRelay();

  @TempDir Path stateDirectory;

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
              RELAY.address(),
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
    CommandRun run = CommandRun.connect("--check", "0", RELAY.address(), "my-check-server");
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
