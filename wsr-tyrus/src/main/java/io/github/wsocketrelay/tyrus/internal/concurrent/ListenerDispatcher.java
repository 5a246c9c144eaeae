package io.github.wsocketrelay.tyrus.internal.concurrent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls a role's listener: one call at a time, in order, on the user's executor or on a thread of
 * its own that exists only while there is something to call.
 */
public final class ListenerDispatcher {
  private static final Logger LOG = System.getLogger(ListenerDispatcher.class.getName());
  private static final int MOST_WAITING = 10_000;

  private final Executor executor;
  private final @Nullable ExecutorService own;
  private final Queue<Runnable> calls = new ArrayDeque<>(); // guarded by calls
  private boolean running; // guarded by calls
  private boolean finished; // guarded by calls
  private volatile @Nullable Thread caller;

  public ListenerDispatcher(String threadName, Optional<Executor> users) {
    if (users.isPresent()) {
      own = null;
      executor = users.get();
    } else {
      own = ownThread(threadName);
      executor = own;
    }
  }

  private static ExecutorService ownThread(String name) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Adds a call; a listener that is {@value #MOST_WAITING} calls behind loses the newest. */
  public void call(Runnable call) {
    add(call, false);
  }

  /** Adds the last call, after which the thread ends. */
  public void finish(Runnable call) {
    add(call, true);
  }

  /**
   * Whether the current thread is in a call, so that waiting for what follows it would be for ever.
   */
  public boolean isCaller() {
    return Thread.currentThread() == caller;
  }

  private void add(Runnable call, boolean last) {
    synchronized (calls) {
      if (finished || (!last && calls.size() >= MOST_WAITING)) {
        return;
      }
      finished = last;
      calls.add(call);
      if (running) {
        return;
      }
      running = true;
    }
    try {
      executor.execute(this::drain);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the listener executor takes no more calls", e);
    }
  }

  private void drain() {
    caller = Thread.currentThread();
    try {
      for (Runnable call = next(); call != null; call = next()) {
        run(call);
      }
    } finally {
      caller = null;
    }
  }

  private static void run(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a listener threw", e);
    }
  }

  private @Nullable Runnable next() {
    synchronized (calls) {
      Runnable call = calls.poll();
      if (call == null) {
        running = false;
        if (finished && own != null) {
          own.shutdown();
        }
      }
      return call;
    }
  }
}
