package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void theCommandLineComesBeforeEnvironmentBeforeFileBeforeDefault() throws IOException {
    usual("port = 1\nwait = 1s\nname = one\nword=one\n");
    Map<String, String> environment = Map.of("WSR_PORT", "2", "WSR_WAIT", "2s", "WSR_NAME", "two");

    assertThat(run(environment, "--wait", "3s", "3").values()).isEqualTo("3 PT3S two one []");
    assertThat(run(environment).values()).isEqualTo("2 PT2S two one []");
    assertThat(run(Map.of()).values()).isEqualTo("1 PT1S one one []");
    Files.delete(folder.resolve("wsrfake.properties"));
    assertThat(run(Map.of(), "4").values()).isEqualTo("4 PT5M none  []");
  }

  @Test
  void aFileThatIsNamedComesInPlaceOfTheUsualOne() throws IOException {
    usual("port = 1\n");
    String named = Files.writeString(folder.resolve("named"), "name = named\n").toString();
    String other = Files.writeString(folder.resolve("other"), "name = other\n").toString();

    assertThat(run(Map.of(), "4", "--config", named).values()).isEqualTo("4 PT5M named  []");
    assertThat(run(Map.of("WSR_CONFIG", named), "4").values()).isEqualTo("4 PT5M named  []");
    assertThat(run(Map.of("WSR_CONFIG", named), "4", "--config", other).values())
        .isEqualTo("4 PT5M other  []");
    // A flag before it makes picocli ask for settings before the file's name is known.
    assertThat(run(Map.of(), "4", "-v", "--config", named).values()).isEqualTo("4 PT5M named  []");
  }

  @Test
  void listsHaveCommasAndAreReplacedNotAddedTo() {
    Map<String, String> environment = Map.of("WSR_ITEM", "a,b");
    assertThat(run(environment, "4").values()).isEqualTo("4 PT5M none  [a, b]");
    assertThat(run(environment, "4", "--item=c", "--item", "d").values())
        .isEqualTo("4 PT5M none  [c, d]");
  }

  @Test
  void flagsAreTakenBackOnTheCommandLine() throws IOException {
    assertThat(run(Map.of("WSR_VERBOSE", "true"), "4").verbose()).isTrue();
    assertThat(run(Map.of("WSR_VERBOSE", "true"), "4", "--verbose").verbose()).isTrue();
    assertThat(run(Map.of("WSR_VERBOSE", "true"), "4", "--no-verbose").verbose()).isFalse();
    assertThat(run(Map.of("WSR_VERBOSE", "false"), "4", "-v").verbose()).isTrue();
    usual("verbose = true\n");
    assertThat(run(Map.of("WSR_VERBOSE", "false"), "4").verbose()).isFalse();
    fails(Map.of("WSR_VERBOSE", "maybe"), "WSR_VERBOSE in the environment: ");
  }

  @Test
  void takesValuesAsTheyAre() throws IOException {
    assertThat(run(Map.of("WSR_NAME", "${user.home}$1$$"), "4").values())
        .isEqualTo("4 PT5M ${user.home}$1$$  []");
    usual("# a comment \\\nport = 1\n\n! another\nname: a\\\n   b\nword = \\u00e9\n");
    assertThat(run(Map.of()).values()).isEqualTo("1 PT5M ab \u00e9 []");
  }

  @Test
  void whatIsBlankIsNotSet() throws IOException {
    usual("name =\nword = x\n");
    assertThat(run(Map.of("WSR_NAME", " ", "WSR_WORD", ""), "4").values())
        .isEqualTo("4 PT5M none x []");
  }

  @Test
  void aWrongValueIsNamedWithWhereItIs() throws IOException {
    fails(Map.of("WSR_WAIT", "soon"), "WSR_WAIT in the environment: 'soon' is no length of time");
    Path file = usual("\n\nwait = soon\n");
    fails(Map.of(), "wait in " + file + ", line 3: 'soon' is no length of time");
    fails(
        Map.of("WSR_NAME", "bad"),
        "'bad' is no name; given by WSR_NAME in the environment",
        "--wait",
        "1s");
    assertThat(run(Map.of(), "4", "--wait", "1s").values()).isEqualTo("4 PT1S none  []");
  }

  @Test
  void aKeyThatIsNoneIsNamedWithTheNearestOne() throws IOException {
    Path file = usual("name = x\n\nwiat = 1s\n");
    fails(Map.of(), file + ", line 3: there is no 'wiat'; did you mean 'wait'?");
    usual("help = true\n");
    fails(Map.of(), "line 1: there is no 'help'");
    usual("name = x\nname = y\n");
    fails(Map.of(), "line 2: 'name' is in line 1 too");
    usual("name = \\uX\n");
    fails(Map.of(), "line 1: Malformed");
  }

  @Test
  void aNamedFileMustBeThere() {
    String missing = folder.resolve("missing").toString();
    fails(Map.of(), "--config: cannot read " + missing + ": it is not there", "--config", missing);
    fails(Map.of("WSR_CONFIG", missing), "WSR_CONFIG in the environment: cannot read " + missing);
  }

  @Test
  void helpAndVersionComeWhateverTheSettingsAre() throws IOException {
    usual("wiat = 1s\n");
    CommandRun run = CommandRun.of(new Fake(), settings(Map.of("WSR_WAIT", "soon")), "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Default: 5m.");
    assertThat(CommandRun.of(new Fake(), settings(Map.of()), "--version").exitCode()).isZero();
  }

  @Test
  void aTokenInTheEnvironmentComesBeforeAFilesTokenFile() throws IOException {
    usual("token-file = elsewhere\n");
    assertThat(run(Map.of("WSR_TOKEN", "secret"), "4").token).isNull();
    assertThat(run(Map.of(), "4").token).hasToString("elsewhere");
    assertThat(run(Map.of("WSR_TOKEN", "secret", "WSR_TOKEN_FILE", "here"), "4").token)
        .hasToString("here");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no modes of files")
  void warnsOfSecretsThatAllCanRead() throws IOException {
    Path file = usual("server-id = my-server\n");
    Settings settings = settings(Map.of());
    CommandRun.of(new WithId(), settings);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(settings.warning()).get().asString().contains(file.toString(), "chmod 600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(settings.warning()).isEmpty();
  }

  private Path usual(String text) throws IOException {
    return Files.writeString(folder.resolve("wsrfake.properties"), text);
  }

  private Settings settings(Map<String, String> environment) {
    return new Settings(environment, folder);
  }

  private Fake run(Map<String, String> environment, String... arguments) {
    Fake fake = new Fake();
    CommandRun run = CommandRun.of(fake, settings(environment), arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return fake;
  }

  private void fails(Map<String, String> environment, String message, String... more) {
    String[] arguments = new String[more.length + 1];
    System.arraycopy(more, 0, arguments, 0, more.length);
    arguments[more.length] = "4";
    CommandRun.of(new Fake(), settings(environment), arguments).isUsageError(message);
  }

  @Command(name = "wsrfake")
  private static class Fake implements Callable<Integer> {
    @Parameters(descriptionKey = "port", arity = "1", paramLabel = "<port>")
    private int port;

    @Option(names = "--wait", description = "Default: ${DEFAULT-VALUE}.")
    private Duration wait = Duration.ofMinutes(5);

    @Option(names = "--name")
    private String name = "none";

    @Option(names = "--word")
    private String word = "";

    @Option(names = "--item", split = ",")
    private List<String> items = List.of();

    @Option(names = "--token-file")
    private Path token;

    @Mixin private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
      if (name.equals("bad")) {
        throw new IllegalArgumentException("'bad' is no name");
      }
      return ExitCode.DONE;
    }

    String values() {
      return port + " " + wait + " " + name + " " + word + " " + items;
    }

    boolean verbose() {
      return common.verbose();
    }
  }

  @Command(name = "wsrfake")
  private static final class WithId implements Callable<Integer> {
    @Option(names = "--server-id")
    private String serverId = "";

    @Override
    public Integer call() {
      return ExitCode.DONE;
    }
  }
}
