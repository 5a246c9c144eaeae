package io.github.wsocketrelay.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * More and more connectors, each with one flow: 1, 10, 100 and so on up to the wanted number, with
 * exposers in the same proportion, so that the reader sees whether the cost of a round trip grows.
 */
record ScaleScenario(int connectors, int exposers, int hz) implements Scenario {
  private static final int BYTES = 100;

  @Override
  public void run(Bench bench) throws IOException, InterruptedException {
    warmUp(bench);
    for (int count : steps()) {
      step(bench, count, (count * exposers + connectors - 1) / connectors);
    }
  }

  /** 1, 10, 100 and so on, and the wanted number. */
  List<Integer> steps() {
    List<Integer> steps = new ArrayList<>();
    for (int count = 1; count < connectors; count *= 10) {
      steps.add(count);
    }
    steps.add(connectors);
    return steps;
  }

  /** Lest the first step pays for what is loaded and allocated once. */
  private void warmUp(Bench bench) throws IOException, InterruptedException {
    Load load = load(1);
    try (Tunnels tunnels = bench.openTunnels(1, 1);
        Flows flows = Flows.open(load.flows(), tunnels.entrances())) {
      bench.warmUp(flows, load);
    }
  }

  private void step(Bench bench, int count, int exposerCount)
      throws IOException, InterruptedException {
    Load load = load(count);
    String name =
        "scale: %s on %s, each x %d Hz, %s"
            .formatted(
                counted(count, "connector"), counted(exposerCount, "exposer"), hz, load.sizes());
    long heapBefore = HeapUse.bytesAfterCollection();
    long begin = System.nanoTime();
    try (Tunnels tunnels = bench.openTunnels(exposerCount, count)) {
      double startSeconds = (System.nanoTime() - begin) / 1e9;
      long heapIdle = HeapUse.bytesAfterCollection();
      try (Flows flows = Flows.open(load.flows(), tunnels.entrances())) {
        long heapWithFlows = HeapUse.bytesAfterCollection();
        bench.warmUp(flows, load);
        bench.measure(name, load, flows, tunnels);
        long heapActive = HeapUse.bytesAfterCollection();
        bench
            .report()
            .scaled(
                new ScaleStep(
                    count,
                    exposerCount,
                    startSeconds,
                    ThreadCosts.tunnelThreads(),
                    Math.max(0, heapIdle - heapBefore) / count,
                    Math.max(0, heapActive - heapWithFlows) / count));
      }
    }
    bench.measureDirect(name, load);
  }

  private static String counted(int number, String noun) {
    return "%,d %s%s".formatted(number, noun, number == 1 ? "" : "s");
  }

  private Load load(int flows) {
    return Load.paced(flows, hz, BYTES, BYTES);
  }
}
