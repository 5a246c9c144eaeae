package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.CloseType;
import org.glassfish.grizzly.Closeable;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.ConnectionProbe;

/**
 * All that a listener has accepted, also what never becomes a WebSocket, so that a stop closes it.
 * Grizzly's own shutdown leaves a socket open that is accepted meanwhile.
 */
final class AcceptedConnections extends ConnectionProbe.Adapter {
  private final Set<Connection<?>> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  @Override
  @SuppressWarnings("rawtypes") // as Grizzly has it
  public void onAcceptEvent(Connection listening, Connection accepted) {
    Connection<?> connection = accepted;
    open.add(connection);
    CloseListener<Closeable, CloseType> forget = (closeable, type) -> open.remove(connection);
    connection.addCloseListener(forget); // It hears at once, if the connection is closed by now.
    if (closed) {
      connection.terminateSilently();
    }
  }

  /** Closes what is open, and at once what is accepted from now on. */
  void close() {
    closed = true;
    open.forEach(Connection::terminateSilently);
  }
}
