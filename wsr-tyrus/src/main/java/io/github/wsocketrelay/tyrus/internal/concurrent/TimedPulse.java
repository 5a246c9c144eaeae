package io.github.wsocketrelay.tyrus.internal.concurrent;

import java.time.Duration;

/**
 * A pulse that a timer beats, for as long as the timers run. Whoever asks after a pause finds the
 * last beat long ago, and counts the pause if the timer has not done so before.
 */
public final class TimedPulse implements Pulse {
  private static final Duration PERIOD = Duration.ofMillis(250);

  /** Longer than a timer is late on a machine that is very busy. */
  static final Duration PAUSE = Duration.ofMillis(2_500);

  private volatile long beatNanos;
  private volatile int pauses; // written under this

  public TimedPulse(Timers timers, Ticker ticker) {
    this.beatNanos = ticker.nanos();
    timers.every(PERIOD, () -> beat(ticker.nanos()));
  }

  private synchronized void beat(long nowNanos) {
    if (isLate(nowNanos)) {
      pauses++;
    }
    beatNanos = nowNanos;
  }

  private boolean isLate(long nowNanos) {
    return nowNanos - beatNanos > PAUSE.toNanos();
  }

  @Override
  public int pauses(long nowNanos) {
    if (isLate(nowNanos)) {
      beat(nowNanos);
    }
    return pauses;
  }
}
