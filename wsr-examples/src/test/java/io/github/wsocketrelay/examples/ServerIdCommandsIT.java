package io.github.wsocketrelay.examples;

import static io.github.wsocketrelay.examples.Commands.expose;
import static io.github.wsocketrelay.examples.Commands.port;
import static io.github.wsocketrelay.examples.Commands.serverId;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an exposer does with the Server ID that is its own, and with one that is not. */
@Timeout(120)
class ServerIdCommandsIT {
  @RegisterExtension static final LocalRelay RELAY = new LocalRelay();

  @TempDir Path stateDirectory;

  @Test
  void keepTheServerIdAcrossRestartsAndCrashes() throws Exception {
    try (EchoServer echo = EchoServer.start()) {
      String first;
      try (CommandProcess expose = expose(stateDirectory, RELAY.address(), echo)) {
        first = serverId(expose);
        expose.terminate();
        expose.awaitExit();
      }
      try (CommandProcess expose = expose(stateDirectory, RELAY.address(), echo)) {
        assertThat(serverId(expose)).isEqualTo(first);
        expose.kill();
      }
      try (CommandProcess expose = expose(stateDirectory, RELAY.address(), echo)) {
        assertThat(serverId(expose)).isEqualTo(first);
        expose.kill();
      }
      try (CommandProcess expose = expose(stateDirectory, RELAY.address(), echo, "--new-id")) {
        assertThat(serverId(expose)).isNotEqualTo(first);
      }
    }
  }

  @Test
  void refuseToTakeAnIdThatBelongsToAnotherExposer() throws Exception {
    try (EchoServer echo = EchoServer.start();
        CommandProcess first = expose(stateDirectory, RELAY.address(), echo, "our-ut99-server")) {
      assertThat(serverId(first)).isEqualTo("our-ut99-server");
      assertThat(first.err()).singleElement().asString().contains("can be guessed");
      String otherDirectory = stateDirectory.resolve("other").toString();
      String[] arguments = {
        "0", RELAY.address(), port(echo), "our-ut99-server", "--state-dir", otherDirectory
      };
      try (CommandProcess second = CommandProcess.start(WsrExpose.class, arguments)) {
        assertThat(second.awaitExit()).as(second.toString()).isEqualTo(ExitCode.REFUSED);
        assertThat(second.err()).hasSize(2).noneMatch(line -> line.contains("ut99"));
      }
    }
  }
}
