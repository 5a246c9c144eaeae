package io.github.wsocketrelay.tyrus.internal.tyrus;

import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.function.Function;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.CloseType;
import org.glassfish.grizzly.Closeable;
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
record FramingEngine(
    WebSocketEngine tyrus,
    PeerFilter peers,
    OpenConnections open,
    Function<GrizzlyWire, FrameLimits> limits)
    implements WebSocketEngine {

  @Override
  public UpgradeInfo upgrade(UpgradeRequest request, UpgradeResponse response) {
    return new FramingUpgrade(tyrus.upgrade(request, response), peers, open, limits);
  }

  @Override
  public void register(Class<?> endpointClass, String contextPath) throws DeploymentException {
    tyrus.register(endpointClass, contextPath);
  }

  @Override
  public void register(ServerEndpointConfig config, String contextPath) throws DeploymentException {
    tyrus.register(config, contextPath);
  }

  private record FramingUpgrade(
      UpgradeInfo tyrus,
      PeerFilter peers,
      OpenConnections open,
      Function<GrizzlyWire, FrameLimits> limits)
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
      FrameLimits own = limits.apply(wire);
      CloseListener<Closeable, CloseType> gone = (closed, type) -> own.closed();
      connection.addCloseListener(gone); // It hears at once, if the connection is closed by now.
      FrameReader reader = new FrameReader(made.getReadHandler(), wire, own);
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
    public Connection.CloseListener getCloseListener() {
      return tyrus.getCloseListener();
    }

    @Override
    public void close(CloseReason reason) {
      tyrus.close(reason);
    }
  }
}
