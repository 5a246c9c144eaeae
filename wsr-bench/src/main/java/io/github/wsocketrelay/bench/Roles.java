package io.github.wsocketrelay.bench;

import io.github.wsocketrelay.WsrException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Many roles of one kind, started some at a time, and closed together. */
final class Roles<R> implements AutoCloseable {
  private static final int AT_ONCE = 32;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  private final Function<R, CompletableFuture<Void>> closing;
  private final List<R> running = new ArrayList<>();

  Roles(Function<R, CompletableFuture<Void>> closing) {
    this.closing = closing;
  }

  /**
   * Starts roles and waits until all of them run. If one cannot start, those that run stay open
   * until {@link #close()}.
   */
  void startAll(List<Supplier<CompletableFuture<R>>> starts) throws InterruptedException {
    Semaphore places = new Semaphore(AT_ONCE);
    List<CompletableFuture<R>> started = new ArrayList<>();
    for (Supplier<CompletableFuture<R>> start : starts) {
      places.acquire();
      if (started.stream().anyMatch(CompletableFuture::isCompletedExceptionally)) {
        break;
      }
      started.add(start.get().whenComplete((role, failure) -> places.release()));
    }
    collect(started);
  }

  private void collect(List<CompletableFuture<R>> started) throws InterruptedException {
    WsrException failure = null;
    for (CompletableFuture<R> future : started) {
      try {
        running.add(future.get());
      } catch (ExecutionException e) {
        failure = asWsr(e.getCause());
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static WsrException asWsr(@Nullable Throwable cause) {
    return cause instanceof WsrException failure
        ? failure
        : new WsrException("cannot start: " + cause, cause);
  }

  List<R> running() {
    return running;
  }

  @Override
  public void close() {
    CompletableFuture<?>[] all = running.stream().map(closing).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(all).get(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new WsrException("could not close within " + CLOSE_LIMIT.toSeconds() + " s", e);
    }
  }
}
