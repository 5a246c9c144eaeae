package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Option;

/** What is given where it counts more overrules what it cannot be together with. */
class OverrulingTest {
  @TempDir Path folder;
  private Path config;

  @BeforeEach
  void makeFile() throws IOException {
    config = Files.createFile(folder.resolve("wsrfake.properties"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cert = a; key = b  | --keystore=c          | keystore=c",
        "keystore = c       | --cert=a --key=b      | cert=a key=b",
        "token-file = a     | --ask-token           | ask-token=true",
        "ask-token = true   | --token-file=a        | token-file=a",
        "json = true        | --quiet               | quiet=true",
        "quiet = true       | --json                | json=true",
        "quiet = true       | -v                    | verbose=true",
        "new-id = true      | --server-id=some-id   | server-id=some-id",
        "server-id = some   | --new-id              | new-id=true",
        "server-id = some   | --no-new-id           | server-id=some",
        "json = true        | --no-quiet            | json=true",
        "cert = a; key = b  | --quiet               | quiet=true cert=a key=b"
      })
  void whatIsTypedCountsBeforeTheFile(String lines, String typed, String all) throws IOException {
    Files.writeString(config, lines.replace(";", "\n"));
    assertThat(values(Map.of(), typed.split(" "))).containsExactlyInAnyOrder(all.split(" "));
  }

  @Test
  void theEnvironmentCountsBeforeTheFile() throws IOException {
    Files.writeString(config, "cert = a\nkey = b\n");
    assertThat(values(Map.of("WSR_KEYSTORE", "c"))).containsExactly("keystore=c");
  }

  @Test
  void twoOfOnePlaceStillClash() throws IOException {
    Files.writeString(config, "server-id = some\nnew-id = true\n");
    assertThat(values(Map.of())).containsExactlyInAnyOrder("server-id=some", "new-id=true");
  }

  private String[] values(Map<String, String> environment, String... arguments) {
    Fake fake = new Fake();
    CommandLine line = CommandLines.of(fake, new Settings(environment, folder));
    line.parseArgs(arguments);
    return Settings.keys(line.getCommandSpec()).entrySet().stream()
        .filter(entry -> isSet(entry.getValue()))
        .map(entry -> entry.getKey() + "=" + entry.getValue().<Object>getValue())
        .toArray(String[]::new);
  }

  private static boolean isSet(ArgSpec argument) {
    Object value = argument.getValue();
    return value != null && !Boolean.FALSE.equals(value) && !value.equals("");
  }

  @Command(name = "wsrfake")
  private static final class Fake implements Callable<Integer> {
    @Option(names = "--new-id", negatable = true, fallbackValue = "true")
    @Excludes("server-id")
    private boolean newId;

    @Option(names = "--server-id")
    private String serverId = "";

    @Mixin private final SecurityOptions security = new SecurityOptions();
    @Mixin private final OutputOptions output = new OutputOptions();
    @Mixin private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
      return ExitCode.DONE;
    }
  }
}
