package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.limit.AcceptPace;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Context;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.IOEventLifeCycleListener;
import org.glassfish.grizzly.IOStrategy;
import org.glassfish.grizzly.Transport;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;

/**
 * Pauses accepting where it gets too fast or this process has too few descriptors left: who comes
 * then waits in the kernel's backlog. All else is handled on the selector's thread.
 */
final class AcceptGate implements IOStrategy {
  private static final Logger LOG = System.getLogger(AcceptGate.class.getName());

  /** A failed accept would fail again at once, all the time. */
  private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

  private final SameThreadIOStrategy rest = SameThreadIOStrategy.getInstance();
  private final AcceptPace pace; // the listening connection's selector thread only
  private final Timers timers;

  AcceptGate(AcceptPace pace, Timers timers) {
    this.pace = pace;
    this.timers = timers;
  }

  @Override
  @SuppressWarnings("rawtypes") // as Grizzly has it
  public boolean executeIoEvent(Connection connection, IOEvent event) throws IOException {
    return executeIoEvent(connection, event, true);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Grizzly has it
  public boolean executeIoEvent(Connection connection, IOEvent event, boolean enabled)
      throws IOException {
    if (event != IOEvent.SERVER_ACCEPT) {
      return rest.executeIoEvent(connection, event, enabled);
    }
    long pauseNanos = pace.nanosToPause();
    if (pauseNanos > 0) {
      pause(connection, Duration.ofNanos(pauseNanos));
    } else {
      connection.getTransport().fireIOEvent(event, connection, new Failures());
    }
    return true;
  }

  private void pause(Connection<?> listening, Duration duration) throws IOException {
    listening.disableIOEvent(IOEvent.SERVER_ACCEPT);
    timers.after(duration, () -> resume(listening));
  }

  private static void resume(Connection<?> listening) {
    try {
      if (listening.isOpen()) {
        listening.enableIOEvent(IOEvent.SERVER_ACCEPT);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "accepting does not go on: {0}", e.toString());
    }
  }

  @Override
  @SuppressWarnings("rawtypes") // as Grizzly has it
  public Executor getThreadPoolFor(Connection connection, IOEvent event) {
    return rest.getThreadPoolFor(connection, event);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Grizzly has it
  public ThreadPoolConfig createDefaultWorkerPoolConfig(Transport transport) {
    return rest.createDefaultWorkerPoolConfig(transport);
  }

  /** Hears that an accept failed: mostly for want of descriptors. */
  private final class Failures extends IOEventLifeCycleListener.Adapter {
    @Override
    public void onError(Context context, Object cause) throws IOException {
      LOG.log(Level.DEBUG, "accepting failed: {0}", cause);
      pause(context.getConnection(), AFTER_FAILURE);
    }
  }
}
