package io.github.wsocketrelay.tyrus.internal.reconnect;

import java.time.Duration;

/** What is to be tried until there is a link for the first time. Guarded by its owner's lock. */
final class Start {
  private final Duration timeout;
  private final Duration waitForRelay;
  private final int relays;
  private boolean over;
  private int tried;

  /**
   * Makes one before its first attempt.
   *
   * @param timeout how long attempts may hang where each relay is tried only once
   * @param waitForRelay how long to go on trying; zero for one attempt at each relay
   */
  Start(Duration timeout, Duration waitForRelay, int relays) {
    this.timeout = timeout;
    this.waitForRelay = waitForRelay;
    this.relays = relays;
  }

  void tried() {
    tried++;
  }

  /** There is a link; tells whether it is the first. */
  boolean linked() {
    boolean first = !over;
    over = true;
    return first;
  }

  boolean isOver() {
    return over;
  }

  Duration timeout() {
    return timeout;
  }

  Duration waitForRelay() {
    return waitForRelay;
  }

  /** Whether what fails ends the start. */
  boolean isOnlyTry() {
    return !over && waitForRelay.isZero();
  }

  boolean isEachTried() {
    return tried >= relays;
  }
}
