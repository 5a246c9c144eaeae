package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import java.time.Duration;

/** Pings as often as the relay asks, so that proxies do not take an idle link for a dead one. */
public final class Pinger {
  private final Timers.Timer timer;

  private Pinger(Timers.Timer timer) {
    this.timer = timer;
  }

  public static Pinger start(Conversation conversation, int periodSeconds, Timers timers) {
    return new Pinger(timers.every(Duration.ofSeconds(periodSeconds), conversation::ping));
  }

  public void stop() {
    timer.cancel();
  }
}
