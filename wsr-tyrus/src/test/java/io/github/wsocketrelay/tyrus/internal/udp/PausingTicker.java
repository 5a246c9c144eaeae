package io.github.wsocketrelay.tyrus.internal.udp;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.time.Duration;

/**
 * A clock for one loop, that stands still until it is moved, and holds whoever asks it while the
 * process is to seem stopped. The loop asks it before and after each wait, in turn.
 */
final class PausingTicker implements Ticker {
  private long now; // guarded by this
  private boolean within; // the loop's wait; guarded by this
  private boolean stopped; // guarded by this

  @Override
  public synchronized long nanos() {
    while (stopped) {
      pause();
    }
    within = !within;
    notifyAll();
    return now;
  }

  /** From here on the loop does not get out of its wait, which it is in. */
  synchronized void stopWithinTheWait() {
    while (!within) {
      pause();
    }
    stopped = true;
  }

  /** So much time has gone by, and the process runs (again). */
  synchronized void goOn(Duration later) {
    now += later.toNanos();
    stopped = false;
    notifyAll();
  }

  private void pause() {
    try {
      wait();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
