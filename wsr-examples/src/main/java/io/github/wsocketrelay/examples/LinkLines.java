package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.WsrException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/** Words for what becomes of the link to the relay: one line for each change. */
final class LinkLines {
  private LinkLines() {}

  static String lost(WsrException cause, Duration nextAttemptIn) {
    return "link lost: %s; trying again in %s"
        .formatted(cause.getMessage(), seconds(nextAttemptIn));
  }

  static String retrying(int attempt, WsrException cause, Duration nextAttemptIn) {
    return "attempt %d failed: %s; trying again in %s"
        .formatted(attempt, cause.getMessage(), seconds(nextAttemptIn));
  }

  static String restored(URI relay, Duration away) {
    return "link to %s restored after %s".formatted(relay, seconds(away));
  }

  /** What the status begins with. */
  static String status(RoleState state, String usual) {
    return state == RoleState.RECONNECTING ? "no link" : usual;
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
  }
}
