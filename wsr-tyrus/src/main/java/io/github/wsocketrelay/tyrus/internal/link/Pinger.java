package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Pings as often as the relay asks, so that proxies do not take an idle link for a dead one. */
public final class Pinger {
  private final Timers.Timer timer;

  private Pinger(Timers.Timer timer) {
    this.timer = timer;
  }

  public static Pinger start(Conversation conversation, int periodSeconds, Timers timers) {
    AtomicLong count = new AtomicLong();
    return new Pinger(
        timers.every(
            Duration.ofSeconds(periodSeconds),
            () -> {
              conversation.say(new ControlMessage.Ping(count.incrementAndGet()));
              conversation.flush();
            }));
  }

  public void stop() {
    timer.cancel();
  }
}
