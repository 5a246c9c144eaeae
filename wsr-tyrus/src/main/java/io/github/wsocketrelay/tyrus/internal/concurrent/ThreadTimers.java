package io.github.wsocketrelay.tyrus.internal.concurrent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Timers on one daemon thread. A task that throws is logged and, if periodic, runs again. */
public final class ThreadTimers implements Timers, AutoCloseable {
  private static final Logger LOG = System.getLogger(ThreadTimers.class.getName());

  private final ScheduledThreadPoolExecutor executor;

  public ThreadTimers(String threadName) {
    executor = new ScheduledThreadPoolExecutor(1, task -> daemon(task, threadName));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    return timer(() -> executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public Timer every(Duration period, Runnable task) {
    long nanos = period.toNanos();
    return timer(
        () -> executor.scheduleWithFixedDelay(guarded(task), nanos, nanos, TimeUnit.NANOSECONDS));
  }

  private static Timer timer(Supplier<ScheduledFuture<?>> schedule) {
    try {
      ScheduledFuture<?> future = schedule.get();
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {}; // Closed: what was to come later does not come.
    }
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Throwable e) { // An Error too would end a periodic task for ever, without a word.
        report(e);
      }
    };
  }

  private static void report(Throwable failure) {
    try {
      LOG.log(Level.ERROR, "a timed task failed", failure);
    } catch (Throwable e) {
      // Where memory is short there may be none for the log either; the next run may have it.
    }
  }

  /** Ends the thread; tasks that are due do not run any more. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
