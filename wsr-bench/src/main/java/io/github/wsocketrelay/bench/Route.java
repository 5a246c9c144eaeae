package io.github.wsocketrelay.bench;

import java.util.Locale;

/** Which way a load goes to the UDP server and back. */
enum Route {
  /** Through connector, relay and exposer. */
  TUNNEL,
  /** By UDP alone, for comparison. */
  DIRECT;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
