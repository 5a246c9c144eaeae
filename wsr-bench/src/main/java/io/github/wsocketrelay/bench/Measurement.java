package io.github.wsocketrelay.bench;

import io.github.wsocketrelay.DropReason;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One row of the report.
 *
 * @param ownRelay whether the relay ran in this process, so that its cost is known
 * @param dropped what the tunnels' roles in this process counted as lost, the warm-up's included
 */
record Measurement(
    String scenario,
    Route route,
    Load load,
    Outcome outcome,
    boolean ownRelay,
    Map<DropReason, Long> dropped) {
  private static final double NANOS_PER_MICRO = 1_000;

  /** CPU microseconds of the relay for each round trip; empty where there is none to know of. */
  OptionalDouble relayMicros() {
    return perTrip(hasRelay(), outcome.cost().relayNanos(), NANOS_PER_MICRO);
  }

  /** CPU microseconds of exposers and connectors for each round trip. */
  OptionalDouble sidesMicros() {
    return perTrip(route == Route.TUNNEL, outcome.cost().sidesNanos(), NANOS_PER_MICRO);
  }

  /** CPU microseconds of the load and the UDP server for each round trip: no part of the tunnel. */
  OptionalDouble benchMicros() {
    return perTrip(true, outcome.cost().benchNanos(), NANOS_PER_MICRO);
  }

  /** Bytes that the relay allocated for each round trip. */
  OptionalDouble relayBytes() {
    return perTrip(hasRelay(), outcome.cost().relayBytes(), 1);
  }

  /** Bytes that exposers and connectors allocated for each round trip. */
  OptionalDouble sidesBytes() {
    return perTrip(route == Route.TUNNEL, outcome.cost().sidesBytes(), 1);
  }

  private boolean hasRelay() {
    return route == Route.TUNNEL && ownRelay;
  }

  private OptionalDouble perTrip(boolean known, long sum, double unit) {
    return known && outcome.returned() > 0
        ? OptionalDouble.of(sum / unit / outcome.returned())
        : OptionalDouble.empty();
  }
}
