package io.github.wsocketrelay.tyrus.internal.exposer;

import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import org.jspecify.annotations.Nullable;

/**
 * A connector that the host was asked about, from then until it is let in. Its link, or the
 * exposer's, may be lost meanwhile. Used under the table's lock.
 */
final class TunnelRequest {
  private final ExposerTunnel tunnel;
  private ExposerTunnel.@Nullable Route route;
  private Timers.@Nullable Timer timer;
  private long detachedNanos;
  private boolean approved;

  /** Makes one that waits for an answer. */
  TunnelRequest(ExposerTunnel tunnel, ExposerTunnel.Route route) {
    this.tunnel = tunnel;
    this.route = route;
  }

  /** What it becomes. */
  ExposerTunnel tunnel() {
    return tunnel;
  }

  /** The way to its connector; null while there is none. */
  ExposerTunnel.@Nullable Route route() {
    return route;
  }

  boolean isOn(ExposerTunnel asked, ExposerTunnel.Route at) {
    return tunnel == asked && at.equals(route);
  }

  /** The timer of its answer. */
  void timedBy(Timers.Timer answerTimer) {
    timer = answerTimer;
  }

  /** Its answer is of no use any more, or has come. */
  void stopTimer() {
    if (timer != null) {
      timer.cancel();
    }
  }

  /** Whether the host has let it in while it had no way to be told. */
  boolean isApproved() {
    return approved;
  }

  void approve() {
    approved = true;
  }

  /** The connector has come again, or the exposer has. */
  void attach(ExposerTunnel.Route to) {
    route = to;
  }

  void detach(long nowNanos) {
    if (route != null) {
      route = null;
      detachedNanos = nowNanos;
    }
  }

  /** When it lost its way; of one that has none. */
  long detachedNanos() {
    return detachedNanos;
  }
}
