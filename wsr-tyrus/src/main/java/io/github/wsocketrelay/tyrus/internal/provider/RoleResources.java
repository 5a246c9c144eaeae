package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.tyrus.internal.concurrent.Shared;
import io.github.wsocketrelay.tyrus.internal.concurrent.ThreadTimers;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.udp.UdpLoops;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSockets;

/** What the roles of a process share: one timer thread and the UDP loops, while any role runs. */
final class RoleResources implements AutoCloseable {
  private static final Shared<ThreadTimers> TIMERS =
      new Shared<>(() -> new ThreadTimers("wsr-timer"));
  private static final Shared<UdpLoops> UDP_LOOPS = new Shared<>(UdpLoops::new);

  private final Shared.Share<ThreadTimers> timers = TIMERS.acquire();
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
    return timers.get();
  }

  UdpSockets sockets() {
    return udpLoops.get();
  }

  @Override
  public void close() {
    udpLoops.close();
    timers.close();
  }
}
