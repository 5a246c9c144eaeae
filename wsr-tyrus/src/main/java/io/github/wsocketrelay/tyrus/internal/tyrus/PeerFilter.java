package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.utils.IdleTimeoutFilter;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the connection that the current thread reads from, since Tyrus tells an endpoint
 * nothing of it, but for half of its peer's address. Sits in front of the WebSocket filter, on the
 * same thread.
 */
final class PeerFilter extends BaseFilter implements AddOn {
  private static final ThreadLocal<@Nullable Connection<?>> CURRENT = new ThreadLocal<>();

  @Override
  public void setup(NetworkListener listener, FilterChainBuilder chain) {
    chain.add(chain.indexOfType(HttpServerFilter.class), this);
  }

  @Override
  public NextAction handleRead(FilterChainContext context) {
    CURRENT.set(context.getConnection());
    return context.getInvokeAction();
  }

  /** The connection that this thread reads from. */
  Connection<?> current() {
    return Objects.requireNonNull(CURRENT.get());
  }

  /**
   * The connection of the handshake that is being answered on this thread, which from here on may
   * be idle for any time.
   */
  Connection<?> upgraded() {
    Connection<?> connection = current();
    IdleTimeoutFilter.setCustomTimeout(connection, -1, TimeUnit.SECONDS);
    Arrivals.Arrival arrival = Arrivals.of(connection);
    if (arrival != null) {
      arrival.upgraded();
    }
    return connection;
  }
}
