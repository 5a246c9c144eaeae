package io.github.wsocketrelay.tyrus.internal.reconnect;

import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkDialer;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Carries attempts out: the dial, the session on its link, and the limits of both. */
final class Dialling {
  private final LinkDialer dialer;
  private final Timers timers;
  private final Side side;
  private final SideOwner owner;
  private final BiConsumer<Attempt, WsrException> failed;
  private final Consumer<Attempt> hangs;

  /**
   * Makes one that has begun nothing.
   *
   * @param owner hears of the sessions
   * @param failed hears of an attempt that led to nothing, or had its time
   * @param hangs hears of one that may yet succeed
   */
  Dialling(
      LinkDialer dialer,
      Timers timers,
      Side side,
      SideOwner owner,
      BiConsumer<Attempt, WsrException> failed,
      Consumer<Attempt> hangs) {
    this.dialer = dialer;
    this.timers = timers;
    this.side = side;
    this.owner = owner;
    this.failed = failed;
    this.hangs = hangs;
  }

  /**
   * Dials.
   *
   * @param patience after which it hangs
   * @param limit after which it has failed
   */
  void begin(Attempt attempt, Duration patience, Duration limit) {
    limit(attempt, limit);
    attempt.watchedBy(timers.after(patience, () -> hangs.accept(attempt)));
    CompletableFuture<Link> dial =
        dialer.dial(side.endpoint(attempt.relay()), link -> opened(attempt, link));
    attempt.dialling(dial);
    CompletableFuture<?> unused =
        dial.whenComplete(
            (link, failure) -> {
              if (failure != null) {
                failed.accept(attempt, asWsr(failure));
              }
            });
  }

  /** Gives it this long from now, in place of what it had. */
  void limit(Attempt attempt, Duration limit) {
    attempt.limitedBy(
        timers.after(limit, () -> failed.accept(attempt, NoAnswer.within(limit, attempt.relay()))));
  }

  void close() {
    dialer.close();
  }

  private LinkHandler opened(Attempt attempt, Link link) {
    SideSession session = side.session(link, attempt.relay(), owner);
    attempt.opened(session);
    return session.handler();
  }

  private static WsrException asWsr(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof WsrException told
        ? told
        : new WsrException("dialling failed: " + cause, cause);
  }
}
