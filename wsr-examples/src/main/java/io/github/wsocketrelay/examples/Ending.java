package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.WsrException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Holds a command until its role has ended. */
final class Ending {
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable WsrException failure;

  /** To be called from the role's {@code onClosed}: prints why, for programs, and ends. */
  void tell(Screen screen, CloseReason reason, Optional<WsrException> cause) {
    Event event =
        Event.of("closed").with("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    cause.ifPresent(failure -> event.with("message", String.valueOf(failure.getMessage())));
    screen.eventForPrograms(event);
    ended(reason, cause);
  }

  /** From here on nothing is waited for. */
  void ended(CloseReason reason, Optional<WsrException> cause) {
    failure = reason == CloseReason.REQUESTED ? null : cause.orElseGet(() -> unexplained(reason));
    ended.countDown();
  }

  /** Runs a close, and waits until what became of the role is told too, a second at most. */
  Runnable after(Runnable close) {
    return () -> {
      close.run();
      try {
        if (!ended.await(1, TimeUnit.SECONDS)) {
          return; // a listener that hangs must not hold the process
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /**
   * Waits until the role has ended.
   *
   * @param everySecond run while it lives
   * @throws WsrException what ended the role, unless it was asked to
   */
  void await(Runnable everySecond) throws InterruptedException {
    while (!ended.await(1, TimeUnit.SECONDS)) {
      everySecond.run();
    }
    WsrException cause = failure;
    if (cause != null) {
      throw cause;
    }
  }

  private static WsrException unexplained(CloseReason reason) {
    if (reason == CloseReason.SUPERSEDED) {
      return new RejectedException(
          "the same exposer was started somewhere else, which ended this one: stop the other, or"
              + " start this one with --new-id",
          RejectReason.SUPERSEDED,
          null);
    }
    return new WsrException(
        "ended: " + reason.name().toLowerCase(Locale.ROOT).replace('_', ' ') + "; start it again");
  }
}
