package io.github.wsocketrelay;

import io.github.wsocketrelay.spi.WsrProvider;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds the implementation, and waits for what it starts. */
final class Providers {
  private Providers() {}

  static WsrProvider find() {
    return find(WsrProvider.class, "wsr-tyrus");
  }

  /** Finds what an artifact of ours provides. */
  static <T> T find(Class<T> service, String artifact) {
    return ServiceLoader.load(service, service.getClassLoader())
        .findFirst()
        .or(() -> ServiceLoader.load(service).findFirst())
        .orElseThrow(
            () ->
                new WsrException(
                    "no WSocketRelay implementation found: add the artifact io.github.wsocketrelay:%s to the class path or module path"
                        .formatted(artifact)));
  }

  /** Waits for a start; whatever comes of it after the time limit is closed. */
  static <T extends AutoCloseable> T await(
      CompletableFuture<T> started, Duration limit, String what) {
    try {
      return started.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      started.cancel(true);
      throw new RelayUnreachableException(
          what + " did not start within " + limit.toMillis() + " ms: is the relay overloaded?", e);
    } catch (InterruptedException e) {
      started.cancel(true);
      Thread.currentThread().interrupt();
      throw new WsrException(what + " was interrupted while it started", e);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause() == null ? e : e.getCause());
    }
  }

  /** The failure with the caller's stack, of the same type. */
  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof WsrException || cause instanceof IllegalArgumentException) {
      cause.addSuppressed(new Throwable("started from here"));
      return (RuntimeException) cause;
    }
    return new WsrException("could not start: " + cause + "; please report this", cause);
  }
}
