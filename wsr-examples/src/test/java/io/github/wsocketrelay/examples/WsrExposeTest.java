package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.IdentityFile;
import io.github.wsocketrelay.RelayAddress;
import io.github.wsocketrelay.Target;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WsrExposeTest {
  @TempDir Path stateDirectory;

  @Test
  void asksForWhatIsMissing() {
    CommandRun.expose("0")
        .isUsageError("<relay address> and <server> are missing: write wsrexpose [options] <min");
  }

  @Test
  void namesALocalPortThatIsNone() {
    CommandRun.expose("any", "relay.example", "7777")
        .isUsageError("<minimum local client port>: 'any' is no port");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://relay.example", "relay.example:port", "ws://", "a b", "host:70000"})
  void namesARelayAddressThatIsNone(String relay) {
    CommandRun.expose("0", relay, "7777").isUsageError("'" + relay + "' is no relay address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7777x", "game:", "1-2-3", ""})
  void namesAServerThatIsNone(String server) {
    CommandRun.expose("0", "relay.example", server)
        .isUsageError("'" + server + "' is no UDP target");
  }

  @Test
  void namesAServerPortThatIsOutOfRange() {
    CommandRun.expose("0", "relay.example", "70000")
        .isUsageError("the target's port must be between 1 and 65535, not 70000");
  }

  @Test
  void namesAServerIdThatIsNone() {
    CommandRun.expose("0", "relay.example", "7777", "ab").isUsageError("this one has 2");
  }

  @Test
  void doesNotRepeatTheRestOfAServerIdThatWasNotQuoted() {
    CommandRun run = CommandRun.expose("0", "relay.example", "7777", "able", "acid", "also");
    run.isUsageError("too many arguments, 2 of them: put those with spaces in quotes");
    assertThat(run.err()).doesNotContain("acid");
  }

  @Test
  void refusesANewIdBesideAGivenOne() {
    expose("--new-id", "0", "relay.example", "7777", "my-server")
        .isUsageError("--new-id makes a random server ID, and one is given");
  }

  @Test
  void namesATimeThatIsNone() {
    CommandRun.expose("0", "relay.example", "7777", "--flow-idle-timeout", "30")
        .isUsageError(
            "--flow-idle-timeout: '30' is no length of time from 1s to 24h: write one, as 5m");
  }

  @Test
  void namesATimeThatIsOutOfRange() {
    CommandRun.expose("0", "relay.example", "7777", "--flow-idle-timeout", "2d")
        .isUsageError("--flow-idle-timeout: '48h' is no length of time from 1s to 24h: write one");
  }

  @Test
  void refusesToRunTwiceForTheSameServer() {
    IdentityStore store =
        new IdentityStore(
            stateDirectory, RelayAddress.parse("relay.example"), Target.parseList("7777"));
    try (IdentityFile inUse = store.open()) {
      assertThat(inUse.created()).isTrue();
      expose("0", "relay.example", "7777")
          .failsWith(ExitCode.FAILED, "another exposer on this machine uses the identity");
    }
  }

  @Test
  void showsTheBuildersDefaultsInTheHelp() {
    CommandRun run = CommandRun.expose("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("loses its\\s+port\\.\\s+Default:\\s+5m\\.")
        .containsPattern("at the\\s+start\\.\\s+Default:\\s+15s\\.")
        .contains("[server ID]", "wsrexpose 0 relay.example:8080 7777");
  }

  private CommandRun expose(String... arguments) {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--state-dir=" + stateDirectory;
    return CommandRun.expose(all);
  }
}
