package io.github.wsocketrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TextReportTest {
  private static final Load LOAD = Load.paced(2, 60, 100, 100);
  private static final Cost COST = new Cost(10_000_000, 25_550_000, 4_000_000, 99_000, 1_234_567);

  private final List<String> lines = new ArrayList<>();
  private final TextReport report = new TextReport(lines::add);

  @Test
  void putsEveryNumberUnderItsTitle() {
    report.measured(row(Route.TUNNEL, outcome(1_000, 999, Faults.NONE), true));
    assertThat(lines)
        .containsExactly(
            "                              round trip, µs     lost      sent      back           CPU µs / trip    bytes / trip",
            "              p50      p99    p99.9      max        %        /s        /s   relay   sides   bench   relay   sides",
            "a game",
            "  tunnel      500      990      999    1,000    0.100       500       500    10.0    25.6     4.0      99   1,236");
  }

  @Test
  void namesAScenarioOnceForBothRoutes() {
    report.measured(row(Route.TUNNEL, outcome(10, 10, Faults.NONE), true));
    report.measured(row(Route.DIRECT, outcome(10, 10, Faults.NONE), true));
    assertThat(lines).filteredOn("a game"::equals).hasSize(1);
  }

  @Test
  void showsADashForTheCostOfARelayElsewhere() {
    String line = TextReport.line(row(Route.TUNNEL, outcome(1_000, 1_000, Faults.NONE), false));
    assertThat(line).endsWith("       -    25.6     4.0       -   1,235");
  }

  @Test
  void showsDashesForATunnelThatThereIsNot() {
    String line = TextReport.line(row(Route.DIRECT, outcome(1_000, 1_000, Faults.NONE), true));
    assertThat(line).startsWith("  direct").endsWith("       -       -     4.0       -       -");
  }

  @Test
  void showsDashesWhereNothingCameBack() {
    String line = TextReport.line(row(Route.TUNNEL, outcome(10, 0, Faults.NONE), true));
    assertThat(line.strip().split(" +"))
        .containsExactly(
            "tunnel", "-", "-", "-", "-", "100.000", "5", "0", "-", "-", "-", "-", "-");
  }

  @Test
  void keepsWhatIsWiderThanItsColumnApart() {
    Histogram nanos = new Histogram(3);
    nanos.recordValue(123_456_789_000L);
    Outcome late = new Outcome(RoundTrip.of(nanos), 1, 1, 2, Faults.NONE, COST);
    String[] columns = TextReport.line(row(Route.TUNNEL, late, true)).strip().split(" +");
    assertThat(columns).hasSize(13);
    assertThat(columns[1]).hasSizeGreaterThan(9).isEqualTo(columns[4]);
  }

  @Test
  void tellsOfDropsAndFaults() {
    Outcome outcome = outcome(10, 10, new Faults(1, 2, 3));
    Map<DropReason, Long> dropped = Map.of(DropReason.QUEUE_FULL, 1_234L);
    report.measured(new Measurement("a game", Route.TUNNEL, LOAD, outcome, true, dropped));
    assertThat(lines)
        .endsWith(
            "          dropped there, with the warm-up: 1,234 QUEUE_FULL",
            "          WRONG: 1 altered, 2 for another program, 3 more than once");
  }

  @Test
  void saysThatTheDropsOfARelayElsewhereAreNotAmongThem() {
    Outcome outcome = outcome(10, 10, Faults.NONE);
    Map<DropReason, Long> dropped = Map.of(DropReason.QUEUE_FULL, 7L);
    report.measured(new Measurement("a game", Route.TUNNEL, LOAD, outcome, false, dropped));
    assertThat(lines)
        .endsWith(
            "          dropped there by exposers and connectors, with the warm-up: 7 QUEUE_FULL");
  }

  @Test
  void tellsOfTheHeapOnlyWhereThereAreEnoughConnectors() {
    report.scaled(new ScaleStep(1, 1, 0.25, 16, 99_000, 99_000));
    report.scaled(new ScaleStep(1_000, 50, 12.34, 16, 99_900, 12_340));
    assertThat(lines)
        .endsWith(
            "          started in 0.3 s; the tunnels have 16 threads",
            "          started in 12.3 s; the tunnels have 16 threads; heap 99.9 kB for each idle link, 12.3 kB more for each active flow");
  }

  private static Measurement row(Route route, Outcome outcome, boolean ownRelay) {
    return new Measurement("a game", route, LOAD, outcome, ownRelay, Map.of());
  }

  /** Round trips of 1, 2, 3 … 1,000 µs, in 2 s. */
  private static Outcome outcome(long sent, long returned, Faults faults) {
    Histogram nanos = new Histogram(3);
    for (int micros = 1; micros <= 1_000; micros++) {
      nanos.recordValue(micros * 1_000L);
    }
    return new Outcome(RoundTrip.of(nanos), sent, returned, 2, faults, COST);
  }
}
