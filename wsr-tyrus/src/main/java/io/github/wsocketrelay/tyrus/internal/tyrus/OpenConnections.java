package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.CloseType;
import org.glassfish.grizzly.Closeable;
import org.glassfish.grizzly.Connection;

/** The connections that carry a WebSocket, each until it is closed. */
final class OpenConnections {
  private final Map<Connection<?>, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();

  void add(Connection<?> connection) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    ends.put(connection, end);
    CloseListener<Closeable, CloseType> closed =
        (closeable, type) -> {
          ends.remove(connection);
          end.complete(null);
        };
    connection.addCloseListener(closed); // It hears at once, if the connection is closed by now.
  }

  boolean contains(Connection<?> connection) {
    return ends.containsKey(connection);
  }

  int size() {
    return ends.size();
  }

  /** Waits until all that are open now are closed, but not longer than this. */
  void awaitClosed(Duration limit) {
    try {
      CompletableFuture.allOf(ends.values().toArray(CompletableFuture<?>[]::new))
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // Whoever takes longer is not waited for.
    }
  }
}
