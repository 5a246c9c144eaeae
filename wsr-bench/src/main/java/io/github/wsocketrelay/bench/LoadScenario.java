package io.github.wsocketrelay.bench;

import java.io.IOException;

/** One load through one exposer and some connectors, then the same load without them. */
record LoadScenario(String name, Load load, int connectors) implements Scenario {
  private static final int IN_FLIGHT = 32;
  private static final int LOCAL_PROGRAMS = 4;

  /** Players, each with a connector of their own. */
  static LoadScenario game(int players, int hz, int leastBytes, int mostBytes) {
    Load load = Load.paced(players, hz, leastBytes, mostBytes);
    String name =
        "%d player%s x %d Hz, %s".formatted(players, players == 1 ? "" : "s", hz, load.sizes());
    return new LoadScenario(name, load, players);
  }

  /** As much as goes through one connector, and never more under way than it takes. */
  static LoadScenario throughput(int bytes) {
    Load load = Load.windowed(LOCAL_PROGRAMS, IN_FLIGHT, bytes);
    String name =
        "throughput: %d flows x %d in flight, %s"
            .formatted(LOCAL_PROGRAMS, IN_FLIGHT, load.sizes());
    return new LoadScenario(name, load, 1);
  }

  /** More than goes through one connector. */
  static LoadScenario overload(int hz, int bytes) {
    Load load = Load.overload(LOCAL_PROGRAMS, hz, bytes);
    String name =
        "overload: %d flows x %,d datagrams/s, %s".formatted(LOCAL_PROGRAMS, hz, load.sizes());
    return new LoadScenario(name, load, 1);
  }

  @Override
  public void run(Bench bench) throws IOException, InterruptedException {
    try (Tunnels tunnels = bench.openTunnels(1, connectors);
        Flows flows = Flows.open(load.flows(), tunnels.entrances())) {
      bench.warmUp(flows, load);
      bench.measure(name, load, flows, tunnels);
    }
    bench.measureDirect(name, load);
  }
}
