package io.github.wsocketrelay.tyrus.internal.websocket;

import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.limit.Newcomers;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a relay in a container that is somebody else's: counts strangers, closes sessions
 * without keeping the caller, and knows which are open. Safe for use by many threads.
 */
public final class Sessions {
  /** Each is kept for seconds by a peer that does not read, in some containers. */
  private static final int MOST_CLOSERS = 16;

  private final Newcomers newcomers;
  private final Timers timers;
  private final ThreadPoolExecutor closers;
  private final Map<Session, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();
  private volatile boolean closing;

  /**
   * Makes it for a relay without sessions.
   *
   * @param threadName begins the names of the threads that close sessions
   */
  public Sessions(Newcomers newcomers, Timers timers, String threadName) {
    this.newcomers = newcomers;
    this.timers = timers;
    AtomicInteger count = new AtomicInteger();
    this.closers =
        new ThreadPoolExecutor(
            MOST_CLOSERS,
            MOST_CLOSERS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, threadName + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            (task, pool) -> {}); // After the end, when the container has closed them.
    closers.allowCoreThreadTimeOut(true);
  }

  /** A session opens; false if none may any more. */
  boolean opened(Session session) {
    if (closing) {
      return false;
    }
    ends.put(session, new CompletableFuture<>());
    if (closing) { // In between, on another thread, which may not have seen it.
      closed(session);
      return false;
    }
    return true;
  }

  /** Gives a session that has opened its transmission; null where there are too many strangers. */
  @Nullable Transmission enter(Session session, InetSocketAddress client) {
    Newcomers.Stay stay = newcomers.enter(client);
    return stay == null ? null : new SerialTransmission(session, closers, timers, stay);
  }

  /** A session has ended. */
  void closed(Session session) {
    CompletableFuture<Void> end = ends.remove(session);
    if (end != null) {
      end.complete(null);
    }
  }

  /** Whoever comes from now on is sent away. */
  public void stopOpening() {
    closing = true;
  }

  /** Waits until all that are open now have ended, but not longer than this. */
  public void awaitEnd(Duration limit) {
    try {
      CompletableFuture.allOf(ends.values().toArray(CompletableFuture<?>[]::new))
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // Whoever takes longer is not waited for.
    }
  }

  /** Closes what is left, and then ends the threads. */
  public void stop() {
    closing = true;
    for (Session session : ends.keySet()) {
      closers.execute(() -> sendAway(session));
    }
    closers.shutdown();
  }

  private static void sendAway(Session session) {
    try {
      session.setMaxIdleTimeout(SerialTransmission.CLOSING_LIMIT.toMillis());
      session.close(new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "relay closes"));
    } catch (IOException | RuntimeException e) {
      // It is closed already, or was being closed.
    }
  }
}
