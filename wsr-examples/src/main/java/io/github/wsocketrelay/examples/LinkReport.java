package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.WsrException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * Prints what becomes of the link to the relay: a line for each change, and for each attempt only
 * if asked for, but for the first of a start that waits for its relay.
 */
final class LinkReport {
  private final Screen screen;
  private final boolean verbose;
  private volatile boolean started;

  LinkReport(Screen screen, boolean verbose) {
    this.screen = screen;
    this.verbose = verbose;
  }

  void lost(WsrException cause, Duration nextAttemptIn) {
    started = true;
    screen.warning(
        Event.of("link-lost")
            .with("message", text(cause))
            .with("nextAttemptMillis", nextAttemptIn.toMillis()),
        "link lost: %s; trying again in %s".formatted(cause.getMessage(), seconds(nextAttemptIn)));
  }

  void retrying(int attempt, WsrException cause, Duration nextAttemptIn) {
    if (verbose || (!started && attempt == 1)) {
      screen.event(
          Event.of("retrying")
              .with("attempt", attempt)
              .with("message", text(cause))
              .with("nextAttemptMillis", nextAttemptIn.toMillis()),
          "attempt %d failed: %s; trying again in %s"
              .formatted(attempt, cause.getMessage(), seconds(nextAttemptIn)));
    }
  }

  void restored(URI relay, Duration away) {
    screen.event(
        Event.of("link-restored")
            .with("relay", relay.toString())
            .with("awayMillis", away.toMillis()),
        "link to %s restored after %s".formatted(relay, seconds(away)));
  }

  /** What the status line begins with. */
  static String status(RoleState state, String usual) {
    return state == RoleState.RECONNECTING ? "no link" : usual;
  }

  private static String text(WsrException cause) {
    return String.valueOf(cause.getMessage());
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
  }
}
