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

  private final String threadName;
  private final Executor executor;
  private final @Nullable ExecutorService own;
  private final Queue<Runnable> calls = new ArrayDeque<>(); // guarded by calls
  private boolean running; // guarded by calls
  private boolean finished; // guarded by calls
  private volatile @Nullable Thread caller;

  public ListenerDispatcher(String threadName, Optional<Executor> users) {
    this.threadName = threadName;
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

  /**
   * Adds a call and sees that it is made; a listener that is {@value #MOST_WAITING} calls behind
   * loses the newest.
   */
  public void call(Runnable call) {
    keep(call, false);
    deliver();
  }

  /** Adds a call without making it: calls nothing of the user's, so a lock may be held. */
  public void keep(Runnable call) {
    keep(call, false);
  }

  /** Adds the last call, after which the thread ends. */
  public void finish(Runnable call) {
    keep(call, true);
    deliver();
  }

  /**
   * Whether the current thread is in a call, so that waiting for what follows it would be for ever.
   */
  public boolean isCaller() {
    return Thread.currentThread() == caller;
  }

  private void keep(Runnable call, boolean last) {
    synchronized (calls) {
      if (!finished && (last || calls.size() < MOST_WAITING)) {
        finished = last;
        calls.add(call);
      }
    }
  }

  /** Sees that the calls are made that were kept. */
  public void deliver() {
    synchronized (calls) {
      if (running || calls.isEmpty()) {
        return;
      }
      running = true;
    }
    try {
      executor.execute(this::drain);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the listener executor refused a call; it comes with the next", e);
      refused();
    }
  }

  private void refused() {
    synchronized (calls) {
      if (!finished) {
        running = false;
        return;
      }
    }
    Thread thread = new Thread(this::drain, threadName); // No call comes that could take it along.
    thread.setDaemon(true);
    thread.start();
  }

  private void drain() {
    caller = Thread.currentThread();
    for (Runnable call = next(); call != null; call = next()) {
      run(call);
    }
  }

  private static void run(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) { // An Error, too, must not keep the next calls from being made.
      LOG.log(Level.WARNING, "a listener threw", e);
    }
  }

  private @Nullable Runnable next() {
    synchronized (calls) {
      Runnable call = calls.poll();
      if (call == null) {
        caller = null;
        running = false;
        if (finished && own != null) {
          own.shutdown();
        }
      }
      return call;
    }
  }
}
