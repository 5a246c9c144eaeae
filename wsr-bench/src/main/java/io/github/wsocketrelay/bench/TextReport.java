package io.github.wsocketrelay.bench;

import io.github.wsocketrelay.DropReason;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A table for people, row by row as it comes. */
final class TextReport implements Report {
  private static final String UNKNOWN = "-";
  private static final String NOTE = "          ";
  private static final double BYTES_PER_KILOBYTE = 1_000;

  /** With a space before each, so that what is wider than its column stands apart yet. */
  private static final String COLUMNS = "%-8s %8s %8s %8s %8s %8s %9s %9s %7s %7s %7s %7s %7s";

  private static final String TITLES =
      String.format(
          COLUMNS, "", "p50", "p99", "p99.9", "max", "%", "/s", "/s", "relay", "sides", "bench",
          "relay", "sides");
  private static final String GROUPS =
      "%-8s%36s%9s%10s%10s%24s%16s"
          .formatted("", "round trip, µs", "lost", "sent", "back", "CPU µs / trip", "bytes / trip");

  private final Consumer<String> lines;
  private String lastScenario = "";

  TextReport(Consumer<String> lines) {
    this.lines = lines;
    lines.accept(GROUPS);
    lines.accept(TITLES);
  }

  @Override
  public void measured(Measurement row) {
    if (!row.scenario().equals(lastScenario)) {
      lastScenario = row.scenario();
      lines.accept(lastScenario);
    }
    lines.accept(line(row));
    if (!row.dropped().isEmpty()) {
      String where = row.ownRelay() ? "dropped there" : "dropped there by exposers and connectors";
      lines.accept(NOTE + where + ", with the warm-up: " + text(row.dropped()));
    }
    Faults faults = row.outcome().faults();
    if (faults.total() > 0) {
      lines.accept(NOTE + "WRONG: " + faults);
    }
  }

  static String line(Measurement row) {
    Outcome outcome = row.outcome();
    RoundTrip roundTrip = outcome.roundTrip();
    boolean some = outcome.returned() > 0;
    return String.format(
        COLUMNS,
        "  " + row.route().text(),
        some ? whole(roundTrip.p50()) : UNKNOWN,
        some ? whole(roundTrip.p99()) : UNKNOWN,
        some ? whole(roundTrip.p999()) : UNKNOWN,
        some ? whole(roundTrip.max()) : UNKNOWN,
        String.format(Locale.ROOT, "%.3f", outcome.lossPercent()),
        whole(outcome.sentPerSecond()),
        whole(outcome.returnedPerSecond()),
        tenths(row.relayMicros()),
        tenths(row.sidesMicros()),
        tenths(row.benchMicros()),
        whole(row.relayBytes()),
        whole(row.sidesBytes()));
  }

  @Override
  public void scaled(ScaleStep step) {
    String heap =
        String.format(
            Locale.ROOT,
            "; heap %,.1f kB for each idle link, %,.1f kB more for each active flow",
            step.idleLinkBytes() / BYTES_PER_KILOBYTE,
            step.activeFlowBytes() / BYTES_PER_KILOBYTE);
    lines.accept(
        String.format(
            Locale.ROOT,
            NOTE + "started in %.1f s; the tunnels have %,d threads%s",
            step.startSeconds(),
            step.threads(),
            step.tellsHeap() ? heap : ""));
  }

  @Override
  public void skipped(String scenario, String reason) {
    lines.accept(scenario + " is skipped: " + reason);
  }

  @Override
  public void end() {}

  private static String whole(OptionalDouble number) {
    return number.isPresent() ? whole(number.getAsDouble()) : UNKNOWN;
  }

  private static String whole(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  private static String tenths(OptionalDouble number) {
    return number.isPresent() ? String.format(Locale.ROOT, "%,.1f", number.getAsDouble()) : UNKNOWN;
  }

  private static String text(Map<DropReason, Long> dropped) {
    return dropped.entrySet().stream()
        .map(drops -> String.format(Locale.ROOT, "%,d %s", drops.getValue(), drops.getKey()))
        .collect(Collectors.joining(", "));
  }
}
