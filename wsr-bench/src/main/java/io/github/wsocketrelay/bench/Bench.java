package io.github.wsocketrelay.bench;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.WsrException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs scenarios one after another, and hands what they measure to a report. */
public final class Bench {
  /** From the warm-up's full speed to the even pace of what is measured. */
  private static final Duration SETTLE = Duration.ofMillis(300);

  private final Setting setting;
  private final Report report;
  private final Progress progress;
  private Faults faults = Faults.NONE;

  private Bench(Setting setting, Report report, Progress progress) {
    this.setting = setting;
    this.report = report;
    this.progress = progress;
  }

  /** A bench that prints a table as it goes. */
  public static Bench printing(Setting setting, Consumer<String> lines, Progress progress) {
    return new Bench(setting, new TextReport(lines), progress);
  }

  /** A bench that hands out one JSON document at its end. */
  public static Bench json(Setting setting, Consumer<String> document, Progress progress) {
    return new Bench(setting, new JsonReport(setting, document), progress);
  }

  /**
   * Runs the scenarios. What was measured before a failure is reported all the same.
   *
   * @throws WsrException if a datagram came back that should not have come so, or none at all did,
   *     or a tunnel broke
   */
  public void run(List<Scenario> scenarios) throws IOException, InterruptedException {
    try {
      for (Scenario scenario : scenarios) {
        scenario.run(this);
      }
    } finally {
      report.end();
    }
    if (faults.total() > 0) {
      throw new WsrException(
          "%d datagrams came back wrong (%s): please report this, with the command"
              .formatted(faults.total(), faults));
    }
  }

  /** Opens tunnels to the UDP server that sends everything back, and to further ones. */
  Tunnels openTunnels(int exposers, int connectors, InetSocketAddress... furtherServers)
      throws InterruptedException {
    progress.tell("starts %,d connector%s".formatted(connectors, connectors == 1 ? "" : "s"));
    List<InetSocketAddress> servers = new ArrayList<>(List.of(setting.server()));
    Collections.addAll(servers, furtherServers);
    return Tunnels.open(setting, servers, exposers, connectors);
  }

  /** Starts a process with the same access to the relay. */
  PlayerProcess startPlayer(List<String> command) throws IOException {
    return PlayerProcess.start(command, setting.security().environment());
  }

  /** Warms up at full speed, if that is wanted. */
  void warmUp(Flows flows, Load load) throws InterruptedException {
    if (isWarm()) {
      note(new LoadRun(flows, load.warmUp(), progress).run(setting.warmUp(), Duration.ZERO));
    }
  }

  /** Measures a load through tunnels. */
  void measure(String scenario, Load load, Flows flows, Tunnels tunnels)
      throws InterruptedException {
    Outcome outcome = outcome(scenario, Route.TUNNEL, load, flows);
    report(scenario, Route.TUNNEL, load, outcome, tunnels.dropped());
    tunnels.checkOpen();
  }

  /** Measures the same load over UDP alone, warm-up included. */
  void measureDirect(String scenario, Load load) throws IOException, InterruptedException {
    try (Flows flows = Flows.open(load.flows(), List.of(setting.server()))) {
      warmUp(flows, load);
      Outcome outcome = outcome(scenario, Route.DIRECT, load, flows);
      report(scenario, Route.DIRECT, load, outcome, Map.of());
    }
  }

  Report report() {
    return report;
  }

  Progress progress() {
    return progress;
  }

  private Outcome outcome(String scenario, Route route, Load load, Flows flows)
      throws InterruptedException {
    Progress told = progress.of(scenario + ", " + route.text());
    return note(
        new LoadRun(flows, load, told).run(isWarm() ? SETTLE : Duration.ZERO, setting.measured()));
  }

  private boolean isWarm() {
    return !setting.warmUp().isZero();
  }

  private Outcome note(Outcome outcome) {
    faults = faults.plus(outcome.faults());
    return outcome;
  }

  private void report(
      String scenario, Route route, Load load, Outcome outcome, Map<DropReason, Long> dropped) {
    report.measured(
        new Measurement(scenario, route, load, outcome, setting.relay().isEmpty(), dropped));
    if (outcome.returned() == 0) {
      throw new WsrException(
          "no datagram came back (%s, %s), of %,d: does the relay let datagrams through?"
              .formatted(scenario, route.text(), outcome.sent()));
    }
  }
}
