package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.tyrus.internal.websocket.Wire;
import java.net.InetSocketAddress;
import org.glassfish.grizzly.Connection;

/** The connection below a WebSocket of Tyrus. */
record GrizzlyWire(Connection<?> connection) implements Wire {

  @Override
  public InetSocketAddress remoteAddress() {
    return (InetSocketAddress) connection.getPeerAddress();
  }

  @Override
  public void abort() {
    connection.terminateSilently();
  }
}
