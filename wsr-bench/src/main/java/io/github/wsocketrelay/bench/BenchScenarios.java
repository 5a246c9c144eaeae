package io.github.wsocketrelay.bench;

import io.github.wsocketrelay.examples.Between;
import io.github.wsocketrelay.examples.Range;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of {@code wsrbench} that say what is measured. */
@Command(optionListHeading = "%nWhat is measured:%n")
final class BenchScenarios {
  private static final String GAME = "game";
  private static final String THROUGHPUT = "throughput";
  private static final String OVERLOAD = "overload";
  private static final String STALL = "stall";
  private static final String SCALE = "scale";
  private static final List<String> NAMES = List.of(GAME, THROUGHPUT, OVERLOAD, STALL, SCALE);

  private static final int CONNECTORS_OF_AN_EXPOSER = 20;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description =
          "Which scenarios: game, throughput, overload, stall, scale. Default: all but scale.")
  private List<String> only = List.of();

  @Option(
      names = "--scale",
      negatable = true,
      fallbackValue = "true",
      description = "Measure scale too, from 1 to many connectors.")
  private boolean scale;

  @Option(
      names = "--players",
      paramLabel = "N",
      description = "One game in place of the usual four, of so many players. Default then: 1.")
  @Between(least = "1", most = "200", example = "8")
  private @Nullable Integer players;

  @Option(
      names = "--hz",
      paramLabel = "N",
      description =
          "One game in place of the usual four, so many datagrams a second each. Default then: 60.")
  @Between(least = "1", most = "1000", example = "60")
  private @Nullable Integer hz;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      description =
          "One game in place of the usual four, of this size or range (64-512). Default then: 100.")
  private @Nullable String size;

  @Option(
      names = "--connectors",
      paramLabel = "N",
      description = "For scale: up to so many connectors. Default: 1000.")
  @Between(least = "1", most = "10000", example = "200")
  private @Nullable Integer connectors;

  @Option(
      names = "--exposers",
      paramLabel = "N",
      description = "For scale: exposers that they are spread over. Default: one for 20.")
  @Between(least = "1", most = "10000", example = "10")
  private @Nullable Integer exposers;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "For scale: datagrams a second of each. Default: 20.")
  @Between(least = "1", most = "1000", example = "20")
  private @Nullable Integer rate;

  /**
   * What was asked for, in the order in which it is measured.
   *
   * @param playerArguments make {@link WsrBench} the player who will be stalled
   */
  List<Scenario> chosen(List<String> playerArguments) {
    Set<String> names = names();
    require(names.contains(GAME) || !isOneGame(), "--players, --hz and --size", GAME);
    require(names.contains(SCALE) || !isOneScale(), "--connectors, --exposers and --rate", SCALE);
    List<Scenario> chosen = new ArrayList<>();
    if (names.contains(GAME)) {
      chosen.addAll(isOneGame() ? List.of(game()) : Scenarios.games());
    }
    if (names.contains(THROUGHPUT)) {
      chosen.addAll(Scenarios.throughput());
    }
    if (names.contains(OVERLOAD)) {
      chosen.add(Scenarios.overload());
    }
    if (names.contains(STALL)) {
      chosen.add(Scenarios.stall(WsrBench.class, playerArguments));
    }
    if (names.contains(SCALE)) {
      chosen.add(scale());
    }
    return chosen;
  }

  /** One game, which is all that can be cold: a second one would find the code compiled. */
  List<Scenario> cold() {
    if (!only.isEmpty() || scale || isOneScale()) {
      throw new IllegalArgumentException(
          "--cold measures the first game after the start, nothing else: leave out --only, --scale"
              + " and the options for scale");
    }
    return List.of(game());
  }

  private Set<String> names() {
    for (String name : only) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "--only: there is no scenario '%s'; there are %s"
                .formatted(name, String.join(", ", NAMES)));
      }
    }
    Set<String> names = new LinkedHashSet<>(only);
    if (only.isEmpty()) {
      names.addAll(NAMES);
      names.remove(SCALE);
    }
    if (scale) {
      names.add(SCALE);
    }
    return names;
  }

  private static void require(boolean met, String options, String scenario) {
    if (!met) {
      throw new IllegalArgumentException(
          "%s are for the scenario %s: leave them out or name it with --only"
              .formatted(options, scenario));
    }
  }

  private boolean isOneGame() {
    return players != null || hz != null || size != null;
  }

  private boolean isOneScale() {
    return connectors != null || exposers != null || rate != null;
  }

  private Scenario game() {
    ByteRange bytes = ByteRange.parse(size == null ? "100" : size, "--size");
    return Scenarios.game(or(players, 1), or(hz, 60), bytes.least(), bytes.most());
  }

  private Scenario scale() {
    int all = or(connectors, 1_000);
    int enough = (all + CONNECTORS_OF_AN_EXPOSER - 1) / CONNECTORS_OF_AN_EXPOSER;
    return Scenarios.scale(
        all, Range.check(or(exposers, enough), 1, all, "--exposers"), or(rate, 20));
  }

  private static int or(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }
}
