package io.github.wsocketrelay.tyrus.internal.concurrent;

import java.time.Duration;

/** Runs tasks later. Tasks must be short and must not block. */
public interface Timers {

  /** Runs a task once after a delay. */
  Timer after(Duration delay, Runnable task);

  /** Runs a task again and again, first after one period. */
  Timer every(Duration period, Runnable task);

  /** A task that is due. */
  @FunctionalInterface
  interface Timer {
    /** Takes the task back; a run that has begun goes on. */
    void cancel();
  }
}
