package io.github.wsocketrelay.examples;

import java.time.Duration;

/** Warns of flows that end while their players only pause. */
final class IdleWarning {
  /** RFC 4787 REQ-5. */
  private static final Duration SHORTEST_ADVISED = Duration.ofMinutes(2);

  private IdleWarning() {}

  static void check(Duration flowIdleTimeout, Screen screen) {
    if (flowIdleTimeout.compareTo(SHORTEST_ADVISED) < 0) {
      screen.warning(
          "--flow-idle-timeout %s cuts off clients that pause for longer; %s or more is advised"
              .formatted(
                  DurationConverter.text(flowIdleTimeout),
                  DurationConverter.text(SHORTEST_ADVISED)));
    }
  }
}
