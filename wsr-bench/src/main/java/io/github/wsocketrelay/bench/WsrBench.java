package io.github.wsocketrelay.bench;

import io.github.wsocketrelay.RelayAddress;
import io.github.wsocketrelay.examples.Between;
import io.github.wsocketrelay.examples.CommandLines;
import io.github.wsocketrelay.examples.CommonOptions;
import io.github.wsocketrelay.examples.EchoServer;
import io.github.wsocketrelay.examples.Excludes;
import io.github.wsocketrelay.examples.ExitCode;
import io.github.wsocketrelay.examples.Screen;
import io.github.wsocketrelay.examples.SecurityOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wsrbench}: measures what a tunnel adds to UDP alone, and what it costs. */
@Command(
    name = "wsrbench",
    customSynopsis = "wsrbench [options] [relay address]",
    description = {
      "Measures round trips through connector, relay and exposer on this machine, beside the same"
          + " over UDP alone, and what they cost.",
      "",
      "A game's round trips count from when a datagram was due, so that waiting shows; under"
          + " overload they count from when it was sent. CPU is that of the tunnel's threads: the"
          + " relay's, and the sides', which are exposers and connectors. The bench and its UDP"
          + " server, which take CPU of the same machine, are told apart."
    },
    optionListHeading = "%nOptions:%n",
    exitCodeList = {
      "0:measured",
      "1:failed, and a later try may succeed",
      "2:a wrong argument or setting, or a file that is of no use",
      "3:refused, and trying again does not help until somebody changes something",
      "130:cut off by Ctrl-C (143: by SIGTERM)"
    },
    footer = {
      "  wsrbench",
      "  wsrbench --only game --players 64 --hz 20 --size 64-512",
      "  wsrbench --only scale --connectors 200",
      "  wsrbench relay.example:8080 --only game"
    })
public final class WsrBench implements Callable<Integer> {
  /** Makes the process the player who will be stalled. */
  static final String STALLED_PLAYER = "--stalled-player";

  private static final String MOST_SECONDS = "3600";
  private static final int SECONDS = 5;
  private static final int COLD_SECONDS = 10;
  private static final int WARM_UP_SECONDS = 3;

  @Parameters(
      index = "0",
      arity = "0..1",
      descriptionKey = "relay",
      paramLabel = "[relay address]",
      hideParamSyntax = true,
      description = "The relay to measure. Default: one in this process.")
  private String relay = "";

  @Mixin private final BenchScenarios scenarios = new BenchScenarios();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long each is measured. Default: 5, with --cold 10.")
  @Between(least = "1", most = MOST_SECONDS, example = "5")
  private @Nullable Integer seconds;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "Seconds at full speed before each. Default: 3, with --cold 0.")
  @Between(least = "0", most = MOST_SECONDS, example = "3")
  private @Nullable Integer warmUp;

  @Option(
      names = "--cold",
      negatable = true,
      fallbackValue = "true",
      description = "Measure one game from its first datagram on, as a game night starts.")
  @Excludes({"only", "scale", "connectors", "exposers", "rate", "warmup"})
  private boolean cold;

  @Option(
      names = "--json",
      negatable = true,
      fallbackValue = "true",
      description = "Print one JSON document and nothing else.")
  private boolean json;

  @Option(names = STALLED_PLAYER, hidden = true)
  private boolean stalledPlayer;

  @Mixin private final SecurityOptions security = new SecurityOptions();

  @Mixin private final CommonOptions common = new CommonOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private CommandSpec command;

  private final InputStream in;

  WsrBench(InputStream in) {
    this.in = in;
  }

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(CommandLines.of(new WsrBench(System.in)).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<URI> given =
        relay.isEmpty()
            ? Optional.empty()
            : Optional.of(common.read("relay", () -> RelayAddress.parse(relay)));
    Duration measured = seconds(seconds, cold ? COLD_SECONDS : SECONDS);
    Duration warm = cold ? coldWarmUp() : seconds(warmUp, WARM_UP_SECONDS);
    List<Scenario> chosen = cold ? scenarios.cold() : scenarios.chosen(playerArguments());
    Screen screen = common.openScreen();
    if (stalledPlayer) {
      StalledPlayer.run(in, screen::line, security.read());
      return ExitCode.DONE;
    }
    try (EchoServer echo = EchoServer.start()) {
      bench(new Setting(given, security.read(), echo.address(), warm, measured), screen)
          .run(chosen);
      return ExitCode.DONE;
    } finally {
      screen.status("");
    }
  }

  /** These arguments again; what a person was asked for goes by the environment. */
  private List<String> playerArguments() {
    List<String> again = new ArrayList<>(command.commandLine().getParseResult().originalArgs());
    again.removeIf(argument -> argument.startsWith("--ask-token"));
    again.add(STALLED_PLAYER);
    return again;
  }

  private static Duration seconds(@Nullable Integer given, int otherwise) {
    return Duration.ofSeconds(given == null ? otherwise : given);
  }

  private Duration coldWarmUp() {
    if (warmUp != null && warmUp != 0) {
      throw new IllegalArgumentException(
          "--warmup %d clashes with --cold: leave one of them out".formatted(warmUp));
    }
    return Duration.ZERO;
  }

  private Bench bench(Setting setting, Screen screen) {
    if (json) {
      return Bench.json(setting, screen::line, text -> {});
    }
    screen.line(
        "%s, on %d processors with Java %s"
            .formatted(
                setting.relay().isPresent()
                    ? "relay " + setting.relayText() + ", all else in this process"
                    : "all in this process, on loopback",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version")));
    screen.line(durations(setting));
    screen.clearStatusAtExit();
    screen.line("");
    return Bench.printing(setting, screen::line, screen::status);
  }

  private static String durations(Setting setting) {
    String measured = "each measured for %d s, ".formatted(setting.measured().toSeconds());
    return setting.warmUp().isZero()
        ? measured + "without a warm-up"
        : measured
            + "after a warm-up of %d s at full speed; a game night starts without: see --cold"
                .formatted(setting.warmUp().toSeconds());
  }
}
