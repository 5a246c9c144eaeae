package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.tyrus.internal.concurrent.Pulse;
import io.github.wsocketrelay.tyrus.internal.concurrent.Shared;
import io.github.wsocketrelay.tyrus.internal.concurrent.ThreadTimers;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.concurrent.TimedPulse;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.udp.UdpLoops;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSockets;

/**
 * What the sides of a process share, while any runs: one timer thread, with the pulse that it
 * beats, and the UDP loops.
 */
final class RoleResources implements AutoCloseable {
  private static final Shared<PulsingTimers> TIMERS = new Shared<>(PulsingTimers::new);
  private static final Shared<UdpLoops> UDP_LOOPS = new Shared<>(UdpLoops::new);

  private final Shared.Share<PulsingTimers> timers = TIMERS.acquire();
  private final Shared.Share<UdpLoops> udpLoops;

  RoleResources() {
    try {
      udpLoops = UDP_LOOPS.acquire();
    } catch (RuntimeException e) {
      timers.close();
      throw e;
    }
  }

  Timers timers() {
    return timers.get().timers();
  }

  Pulse pulse() {
    return timers.get().pulse();
  }

  UdpSockets sockets() {
    return udpLoops.get();
  }

  @Override
  public void close() {
    udpLoops.close();
    timers.close();
  }

  private record PulsingTimers(ThreadTimers timers, Pulse pulse) implements AutoCloseable {
    PulsingTimers() {
      this(new ThreadTimers("wsr-timer"));
    }

    private PulsingTimers(ThreadTimers timers) {
      this(timers, new TimedPulse(timers, Ticker.SYSTEM));
    }

    @Override
    public void close() {
      timers.close();
    }
  }
}
