package io.github.wsocketrelay.tyrus.internal.udp;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether this process did not run, as when it was stopped, or its heap was collected for
 * long. What came to a socket meanwhile is old by an unknown time.
 *
 * <p>A thread that waits for datagrams without a limit cannot tell that from a quiet net, so it
 * waits with one, and has not run if far more time than that has gone by. Only time in that wait
 * counts: how long the handling of datagrams takes is up to us, and a burst that is more work than
 * usual must not be taken for a pause and dropped. Not safe for use by many threads.
 */
final class PauseWatch {
  private static final int BUSY_MILLIS = 100;

  /** Few wake-ups while nothing comes; then a pause is noticed from 2.9 s on. */
  private static final int IDLE_MILLIS = 1_000;

  private static final long BUSY_FOR_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * How much later a thread may run than it should, on a machine that is very busy: while several
   * programs start on two processors, it was more than 1 s.
   */
  private static final int TOLERANCE_MILLIS = 1_900;

  private final Ticker ticker;
  private long enteredNanos;
  private long leftNanos;
  private int limitMillis = IDLE_MILLIS;
  private boolean waiting;
  private boolean busy;
  private long cameNanos;

  PauseWatch(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * A wait begins.
   *
   * @return its limit, in milliseconds
   */
  long enter() {
    enteredNanos = ticker.nanos();
    busy = busy && enteredNanos - cameNanos < BUSY_FOR_NANOS;
    limitMillis = busy ? BUSY_MILLIS : IDLE_MILLIS;
    waiting = true;
    return limitMillis;
  }

  /**
   * The wait is over; only the first call after {@link #enter} counts.
   *
   * @return whether there was a pause
   */
  boolean leave() {
    if (!waiting) {
      return false;
    }
    waiting = false;
    leftNanos = ticker.nanos();
    return leftNanos - enteredNanos > TimeUnit.MILLISECONDS.toNanos(limitMillis + TOLERANCE_MILLIS);
  }

  /** With the end of the wait, something came. */
  void came() {
    busy = true;
    cameNanos = leftNanos;
  }
}
