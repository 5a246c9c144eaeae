package io.github.wsocketrelay.tyrus.internal.congestion;

import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks at the links that owe an acknowledgement every {@value #PERIOD_MILLIS} ms, with one timer
 * for all, and with none while nobody owes. Safe for use by many threads.
 */
public final class Reminders {
  private static final Logger LOG = System.getLogger(Reminders.class.getName());

  static final int PERIOD_MILLIS = 25;

  private static final Duration PERIOD = Duration.ofMillis(PERIOD_MILLIS);

  /** Who owes. */
  @FunctionalInterface
  public interface Debtor {
    /**
     * Pays if it is time.
     *
     * @return whether to come back
     */
    boolean remind();
  }

  private final Timers timers;
  private final Queue<Debtor> debtors = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean due = new AtomicBoolean();

  public Reminders(Timers timers) {
    this.timers = timers;
  }

  /** Reminds a debtor from now on, until it pays. */
  public void add(Debtor debtor) {
    debtors.add(debtor);
    schedule();
  }

  private void schedule() {
    if (due.compareAndSet(false, true)) {
      timers.after(PERIOD, this::remindAll);
    }
  }

  private void remindAll() {
    due.set(false);
    for (int left = debtors.size(); left > 0; left--) {
      Debtor debtor = debtors.poll();
      if (debtor != null && staysAfterReminding(debtor)) {
        debtors.add(debtor);
      }
    }
    if (!debtors.isEmpty()) {
      schedule();
    }
  }

  private static boolean staysAfterReminding(Debtor debtor) {
    try {
      return debtor.remind();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a link could not be reminded", e); // The others are.
      return false;
    }
  }
}
