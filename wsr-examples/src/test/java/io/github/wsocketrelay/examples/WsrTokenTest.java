package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.AccessToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WsrTokenTest {
  @TempDir Path folder;

  @Test
  void printsATokenAndKeepsOnlyItsHash() throws IOException {
    Path file = folder.resolve("tokens.txt");

    CommandRun run = token(file.toString(), "--name", "alice");

    assertThat(run.exitCode()).as(run.err()).isZero();
    AccessToken token = AccessToken.of(run.out());
    assertThat(Files.readString(file)).isEqualTo(token.sha256() + " name=alice\n");
  }

  @Test
  void addsToWhatIsThere() throws IOException {
    Path file = Files.writeString(folder.resolve("tokens.txt"), "# our friends");

    CommandRun run =
        token(file.toString(), "--use", "connect", "--expires", "2999-06-30", "--links", "4");

    assertThat(Files.readAllLines(file))
        .containsExactly(
            "# our friends",
            AccessToken.of(run.out()).sha256() + " use=connect expires=2999-06-30 links=4");
  }

  @Test
  void namesWhatIsWrongAndWritesNothing() {
    Path file = folder.resolve("tokens.txt");
    String path = file.toString();
    token(path, "--expires", "tomorrow").isUsageError("--expires: 'tomorrow' is no date");
    token(path, "--expires", "2020-01-01").isUsageError("--expires: 2020-01-01 is over");
    token(path, "--links", "0x").isUsageError("--links: '0x' is no whole number from 1");
    token(path, "--links", "0").isUsageError("--links: '0' is no whole number from 1");
    token(path, "--links", "-1")
        .isUsageError("--links: '-1' is no whole number from 1 to 1000000: write one, as 4");
    token(path, "--name", "a b").isUsageError("--name: 'a b' has other characters");
    token(path, "--use", "play").isUsageError("--use: 'play' is no use: write expose, connect");
    assertThat(file).doesNotExist();
  }

  @Test
  void givesAnAccessTokenToEachNameOnlyOnce() throws IOException {
    String text = "# name=alice\n" + "a".repeat(64) + " use=connect name=zo\u00eb # friend\n";
    Path file = Files.writeString(folder.resolve("tokens.txt"), text);
    token(file.toString(), "--name", "zo\u00eb")
        .isUsageError("--name: 'zo\u00eb' has a token already, in line 2 of " + file);
    assertThat(file).hasContent(text);
    assertThat(token(file.toString(), "--name", "alice").exitCode()).isZero();
    assertThat(token(file.toString(), "--name", "zo").exitCode()).isZero();
    token(file.toString(), "--name", "alice").isUsageError("in line 3 of ");
    assertThat(token(file.toString()).exitCode()).isZero();
    assertThat(token(file.toString()).exitCode()).isZero();
  }

  @Test
  void namesAFileThatCannotBeWritten() {
    Path file = folder.resolve("missing").resolve("tokens.txt");
    token(file.toString()).isUsageError("<token file>: cannot write " + file + ": it is not there");
  }

  private static CommandRun token(String... arguments) {
    return CommandRun.of(new WsrToken(), arguments);
  }
}
