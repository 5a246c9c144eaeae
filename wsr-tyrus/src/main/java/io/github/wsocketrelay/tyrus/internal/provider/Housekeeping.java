package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.stats.DropWatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A side's timed chores: the watch of its link, reports, the sweep of idle flows, the watch for
 * losses.
 */
final class Housekeeping {
  private static final Duration DROP_WATCH_PERIOD = Duration.ofSeconds(1);
  private static final Duration LINK_WATCH_PERIOD = Duration.ofSeconds(1);
  private static final Duration REPORT_PERIOD = Duration.ofSeconds(1);
  private static final int QUIET_LOOKS = 5;
  private static final Duration LONGEST_SWEEP_PERIOD = Duration.ofSeconds(5);

  private final Timers timers;
  private final List<Timers.Timer> chores = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  Housekeeping(Timers timers) {
    this.timers = timers;
  }

  /** Does something once, unless closed before. */
  void later(Duration delay, Runnable task) {
    add(timers.after(delay, task));
  }

  /** Looks at the link once a second, also while there is none: the machine may have slept. */
  void watchLink(Runnable look) {
    add(timers.every(LINK_WATCH_PERIOD, look));
  }

  /** Lets a connector report to its exposer. */
  void report(Runnable report) {
    add(timers.every(REPORT_PERIOD, report));
  }

  /** Sweeps often enough that an idle flow lives at most a quarter longer than its time-out. */
  void sweep(Duration idleTimeout, Runnable sweep) {
    Duration quarter = idleTimeout.dividedBy(4);
    add(
        timers.every(
            quarter.compareTo(LONGEST_SWEEP_PERIOD) < 0 ? quarter : LONGEST_SWEEP_PERIOD, sweep));
  }

  void watchDrops(Supplier<TrafficStats> stats, Consumer<DropReason> began, LongConsumer ended) {
    DropWatch watch = new DropWatch(stats.get(), QUIET_LOOKS, began, ended);
    add(timers.every(DROP_WATCH_PERIOD, () -> watch.look(stats.get())));
  }

  void close() {
    closed = true;
    chores.forEach(Timers.Timer::cancel);
    chores.clear();
  }

  private void add(Timers.Timer chore) {
    chores.add(chore);
    if (closed) {
      chore.cancel(); // The side was closed in between, on another thread.
    }
  }
}
