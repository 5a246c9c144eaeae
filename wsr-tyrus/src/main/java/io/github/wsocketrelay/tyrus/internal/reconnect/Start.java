package io.github.wsocketrelay.tyrus.internal.reconnect;

import io.github.wsocketrelay.WsrException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to be tried until there is a link for the first time. Guarded by its owner's lock. */
final class Start {
  private final Duration timeout;
  private final Duration waitForRelay;
  private final int relays;
  private boolean over;
  private int tried;
  private @Nullable WsrException lastFailure;

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

  /** How long all of it may take. */
  Duration limit() {
    return timeout.plus(waitForRelay);
  }

  void failed(WsrException cause) {
    lastFailure = cause;
  }

  /**
   * Why there is no link by then: what the last attempt that failed has met tells more than that
   * others do not answer.
   *
   * @param hanging the relay of the attempt that has been under way for longest
   */
  WsrException late(Optional<URI> hanging) {
    if (lastFailure != null) {
      return lastFailure;
    }
    return hanging
        .<WsrException>map(relay -> NoAnswer.within(limit(), relay))
        .orElseGet(
            () ->
                new WsrException(
                    "no relay was dialled within %d ms: check the system's name service"
                        .formatted(limit().toMillis())));
  }

  /** Whether what fails ends the start. */
  boolean isOnlyTry() {
    return !over && waitForRelay.isZero();
  }

  boolean isEachTried() {
    return tried >= relays;
  }
}
