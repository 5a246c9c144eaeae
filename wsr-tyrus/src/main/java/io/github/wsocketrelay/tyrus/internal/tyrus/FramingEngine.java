package io.github.wsocketrelay.tyrus.internal.tyrus;

import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.ReadHandler;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.glassfish.tyrus.spi.WebSocketEngine;
import org.glassfish.tyrus.spi.Writer;

/**
 * Tyrus' engine, with a {@link FrameReader} before each connection and a {@link GrizzlyWire} for
 * it.
 */
record FramingEngine(WebSocketEngine tyrus, PeerFilter peers, OpenConnections open)
    implements WebSocketEngine {

  @Override
  public UpgradeInfo upgrade(UpgradeRequest request, UpgradeResponse response) {
    return new FramingUpgrade(tyrus.upgrade(request, response), peers, open);
  }

  @Override
  public void register(Class<?> endpointClass, String contextPath) throws DeploymentException {
    tyrus.register(endpointClass, contextPath);
  }

  @Override
  public void register(ServerEndpointConfig config, String contextPath) throws DeploymentException {
    tyrus.register(config, contextPath);
  }

  private record FramingUpgrade(UpgradeInfo tyrus, PeerFilter peers, OpenConnections open)
      implements UpgradeInfo {

    @Override
    public UpgradeStatus getStatus() {
      return tyrus.getStatus();
    }

    @Override
    public Connection createConnection(Writer writer, Connection.CloseListener closeListener) {
      org.glassfish.grizzly.Connection<?> connection = peers.upgraded();
      open.add(connection);
      GrizzlyWire wire = new GrizzlyWire(connection, null);
      Connection made = wire.open(() -> tyrus.createConnection(writer, closeListener));
      FrameReader reader = new FrameReader(made.getReadHandler(), wire);
      ShortcutFilter.upgraded(connection, reader);
      return new FramedConnection(made, reader);
    }
  }

  private record FramedConnection(Connection tyrus, ReadHandler reader) implements Connection {

    @Override
    public ReadHandler getReadHandler() {
      return reader;
    }

    @Override
    public Writer getWriter() {
      return tyrus.getWriter();
    }

    @Override
    public CloseListener getCloseListener() {
      return tyrus.getCloseListener();
    }

    @Override
    public void close(CloseReason reason) {
      tyrus.close(reason);
    }
  }
}
