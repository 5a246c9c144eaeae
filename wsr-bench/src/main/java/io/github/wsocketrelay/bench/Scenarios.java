package io.github.wsocketrelay.bench;

import java.util.List;

/** What {@code wsrbench} can measure. */
public final class Scenarios {
  /** The smallest datagram: it has to hold what tells one from another. */
  public static final int LEAST_BYTES = DatagramPattern.HEADER_BYTES;

  /** The largest datagram. */
  public static final int MOST_BYTES = DatagramPattern.LARGEST_BYTES;

  private static final int SMALL_BYTES = 64;
  private static final int LARGE_BYTES = 1_200;
  private static final int OVERLOAD_HZ = 50_000;
  private static final int STALL_PLAYERS = 16;
  private static final int STALL_HZ = 60;
  private static final int STALL_BYTES = 100;

  private Scenarios() {}

  /** Games of different kinds. */
  public static List<Scenario> games() {
    return List.of(
        game(1, 60, 100, 100),
        game(32, 60, 64, 512),
        game(64, 20, 64, 512),
        game(16, 128, 64, 512));
  }

  /** Players, each with a connector of their own, who send at the rate of their game. */
  public static Scenario game(int players, int hz, int leastBytes, int mostBytes) {
    return LoadScenario.game(players, hz, leastBytes, mostBytes);
  }

  /** As many round trips as go through one connector, of small and of large datagrams. */
  public static List<Scenario> throughput() {
    return List.of(LoadScenario.throughput(SMALL_BYTES), LoadScenario.throughput(LARGE_BYTES));
  }

  /** Much more than goes through one connector. */
  public static Scenario overload() {
    return LoadScenario.overload(OVERLOAD_HZ, LARGE_BYTES);
  }

  /**
   * Players of whom one is stalled.
   *
   * @param main a main class that runs {@link StalledPlayer#run} when given the arguments
   */
  public static Scenario stall(Class<?> main, List<String> arguments) {
    List<String> command = PlayerProcess.java(main, arguments);
    return new StallScenario(STALL_PLAYERS - 1, STALL_HZ, STALL_BYTES, command);
  }

  /** From one connector to many, each with one flow. */
  public static Scenario scale(int connectors, int exposers, int hz) {
    return new ScaleScenario(connectors, exposers, hz);
  }
}
