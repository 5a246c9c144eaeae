package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.ListenerDispatcher;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * A role's way from its start to its end: decides once which call starts it, which one closes it,
 * and in what order the rest of the world hears of it.
 *
 * @param <R> the role
 */
final class Lifecycle<R> {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final String name;
  private final ListenerDispatcher dispatcher;
  private final Runnable release;
  private final BiConsumer<CloseReason, Optional<WsrException>> onClosed;
  private final CompletableFuture<R> started = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final Object lock = new Object();
  private RoleState state = RoleState.RUNNING; // guarded by lock
  private boolean running; // guarded by lock

  /**
   * Makes a lifecycle before the start.
   *
   * @param name begins the names of its threads
   * @param release lets go of all that the role holds; may block for a short while
   * @param onClosed calls the listener's last method
   */
  Lifecycle(
      String name,
      ListenerDispatcher dispatcher,
      Runnable release,
      BiConsumer<CloseReason, Optional<WsrException>> onClosed) {
    this.name = name;
    this.dispatcher = dispatcher;
    this.release = release;
    this.onClosed = onClosed;
    CompletableFuture<?> unused =
        started.whenComplete(
            (role, failure) -> {
              if (started.isCancelled()) {
                end(CloseReason.REQUESTED, Optional.empty());
              }
            });
  }

  CompletableFuture<R> started() {
    return started;
  }

  RoleState state() {
    synchronized (lock) {
      return state;
    }
  }

  /** Runs the start on a thread of its own; what it throws ends the role. */
  void start(Runnable start) {
    aside(
        "start",
        () -> {
          try {
            start.run();
          } catch (WsrException e) {
            end(CloseReason.REQUESTED, Optional.of(e));
          } catch (RuntimeException | Error e) { // A library that is missing is an Error.
            end(CloseReason.REQUESTED, Optional.of(new WsrException("the start failed: " + e, e)));
          }
        });
  }

  /** The role runs: completes the start, unless it was closed in between. */
  void running(R role) {
    synchronized (lock) {
      if (state == RoleState.CLOSING || state == RoleState.CLOSED) {
        return;
      }
      running = true;
    }
    // Not on the link's I/O thread: what the user hangs on the future may block.
    aside("started", () -> started.complete(role));
  }

  /** Changes between the states of a role that is not closing; tells whether this call did. */
  boolean move(RoleState to) {
    synchronized (lock) {
      if (state == to || state == RoleState.CLOSING || state == RoleState.CLOSED) {
        return false;
      }
      state = to;
      return true;
    }
  }

  /** Ends the role as its user wishes; the future is the same for all. */
  CompletableFuture<Void> close() {
    end(CloseReason.REQUESTED, Optional.empty());
    return closed;
  }

  /** Ends the role, whoever asks first. */
  void end(CloseReason reason, Optional<WsrException> cause) {
    if (move(RoleState.CLOSING)) {
      aside("close", () -> letGo(reason, cause));
    }
  }

  /** Ends a start that takes too long; a role that runs goes on. */
  void endStart(CloseReason reason, WsrException cause) {
    synchronized (lock) {
      if (running || !move(RoleState.CLOSING)) {
        return;
      }
    }
    aside("close", () -> letGo(reason, Optional.of(cause)));
  }

  private void letGo(CloseReason reason, Optional<WsrException> cause) {
    try {
      release.run();
    } finally {
      boolean wasRunning;
      synchronized (lock) {
        state = RoleState.CLOSED;
        wasRunning = running;
      }
      if (wasRunning) {
        dispatcher.finish(() -> onClosed.accept(reason, cause));
      } else {
        dispatcher.finish(() -> {});
        started.completeExceptionally(
            cause.orElseGet(() -> new WsrException("closed before it had started")));
      }
      closed.complete(null);
    }
  }

  /**
   * Ends the role as its user wishes and waits for it, except in a listener's call, which the end
   * would wait for.
   */
  void closeAndWait() {
    end(CloseReason.REQUESTED, Optional.empty());
    if (dispatcher.isCaller()) {
      return;
    }
    try {
      closed.get(CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new WsrException("could not close within " + CLOSE_LIMIT.toSeconds() + " s", e);
    }
  }

  /** Runs what may block on a thread of its own. */
  void aside(String what, Runnable task) {
    Thread thread = new Thread(task, name + "-" + what);
    thread.setDaemon(true);
    thread.start();
  }
}
