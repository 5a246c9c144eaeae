package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkDialer;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A side's link from its dialling to its end, also when it opens only after the side was closed.
 */
final class SideLink {
  private final LinkDialer dialer;
  private final Object lock = new Object();
  private @Nullable CompletableFuture<Link> dialling; // guarded by lock
  private @Nullable SideSession session; // guarded by lock
  private boolean closed; // guarded by lock

  SideLink(LinkDialer dialer) {
    this.dialer = dialer;
  }

  /** Dials; the session takes the link that opens, or the failure is told. */
  void dial(URI uri, Function<Link, SideSession> sessions, Consumer<WsrException> failed) {
    synchronized (lock) {
      if (closed) {
        return;
      }
    }
    CompletableFuture<Link> dial = dialer.dial(uri, link -> opened(sessions.apply(link)));
    boolean late;
    synchronized (lock) {
      dialling = dial;
      late = closed;
    }
    CompletableFuture<?> unused =
        dial.whenComplete(
            (link, failure) -> {
              if (failure != null) {
                failed.accept(asWsr(failure));
              }
            });
    if (late) {
      dial.cancel(true);
    }
  }

  private LinkHandler opened(SideSession opened) {
    boolean late;
    synchronized (lock) {
      session = opened;
      late = closed;
    }
    if (late) {
      opened.leave();
    }
    return opened.handler();
  }

  /** Ends the link, or what is being dialled. */
  void close() {
    SideSession open;
    CompletableFuture<Link> dial;
    synchronized (lock) {
      closed = true;
      open = session;
      dial = dialling;
    }
    if (dial != null) {
      dial.cancel(true);
    }
    if (open != null) {
      open.leave();
    }
    dialer.close();
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
