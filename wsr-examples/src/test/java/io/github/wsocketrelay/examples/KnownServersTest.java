package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.ServerId;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownServersTest {
  private final ServerId serverId = ServerId.parse("my-ut99-server");

  @Test
  void noticesAnotherExposerInAnotherRunAndThenKnowsIt(@TempDir Path directory) throws Exception {
    Path state = directory.resolve("new");
    assertThat(new KnownServers(state).isReplaced(serverId, "aa")).isFalse();
    assertThat(new KnownServers(state).isReplaced(serverId, "aa")).isFalse();
    assertThat(new KnownServers(state).isReplaced(serverId, "bb")).isTrue();
    assertThat(new KnownServers(state).isReplaced(serverId, "bb")).isFalse();
    assertThat(new KnownServers(state).isReplaced(ServerId.parse("another"), "aa")).isFalse();
  }

  @Test
  void keepsNoServerId(@TempDir Path directory) throws Exception {
    new KnownServers(directory).isReplaced(serverId, "aa");

    assertThat(Files.readString(directory.resolve("known-servers"))).doesNotContain("ut99");
  }
}
