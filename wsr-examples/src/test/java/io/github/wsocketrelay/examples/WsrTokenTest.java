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
    token(path, "--links", "0x").isUsageError("--links");
    token(path, "--links", "-1").isUsageError("--links must be between 1 and 1000000");
    token(path, "--name", "a b").isUsageError("--name: 'a b' has other characters");
    token(path, "--use", "play").isUsageError("--use");
    assertThat(file).doesNotExist();
  }

  @Test
  void namesAFileThatCannotBeWritten() {
    Path file = folder.resolve("missing").resolve("tokens.txt");
    token(file.toString()).failsWith(ExitCode.FAILED, "cannot write the token file " + file);
  }

  private static CommandRun token(String... arguments) {
    return CommandRun.of(new WsrToken(), arguments);
  }
}
