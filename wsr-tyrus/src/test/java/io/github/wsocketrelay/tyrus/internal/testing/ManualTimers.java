package io.github.wsocketrelay.tyrus.internal.testing;

import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Runs tasks when a test says that time has passed, in the order in which they are due. */
public final class ManualTimers implements Timers {
  private final List<Task> tasks = new ArrayList<>();
  private long nowNanos;

  private static final class Task {
    final long periodNanos;
    final Runnable run;
    long dueNanos;

    Task(long dueNanos, long periodNanos, Runnable run) {
      this.dueNanos = dueNanos;
      this.periodNanos = periodNanos;
      this.run = run;
    }
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    return add(new Task(nowNanos + delay.toNanos(), 0, task));
  }

  @Override
  public Timer every(Duration period, Runnable task) {
    return add(new Task(nowNanos + period.toNanos(), period.toNanos(), task));
  }

  private Timer add(Task task) {
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  /** Runs all that is due until then. */
  public void advance(Duration by) {
    long end = nowNanos + by.toNanos();
    for (Optional<Task> next = next(end); next.isPresent(); next = next(end)) {
      Task task = next.get();
      nowNanos = task.dueNanos;
      if (task.periodNanos == 0) {
        tasks.remove(task);
      } else {
        task.dueNanos += task.periodNanos;
      }
      task.run.run();
    }
    nowNanos = end;
  }

  private Optional<Task> next(long end) {
    return tasks.stream()
        .filter(task -> task.dueNanos <= end)
        .min(Comparator.comparingLong(task -> task.dueNanos));
  }

  /** How many tasks wait. */
  public int pending() {
    return tasks.size();
  }
}
