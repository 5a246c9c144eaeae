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

/** Tyrus' engine, with an {@link UnmaskingReader} before each connection. */
record UnmaskingEngine(WebSocketEngine tyrus) implements WebSocketEngine {

  @Override
  public UpgradeInfo upgrade(UpgradeRequest request, UpgradeResponse response) {
    return new UnmaskingUpgrade(tyrus.upgrade(request, response));
  }

  @Override
  public void register(Class<?> endpointClass, String contextPath) throws DeploymentException {
    tyrus.register(endpointClass, contextPath);
  }

  @Override
  public void register(ServerEndpointConfig config, String contextPath) throws DeploymentException {
    tyrus.register(config, contextPath);
  }

  private record UnmaskingUpgrade(UpgradeInfo tyrus) implements UpgradeInfo {

    @Override
    public UpgradeStatus getStatus() {
      return tyrus.getStatus();
    }

    @Override
    public Connection createConnection(Writer writer, Connection.CloseListener closeListener) {
      Connection made = tyrus.createConnection(writer, closeListener);
      return new UnmaskingConnection(made, new UnmaskingReader(made.getReadHandler()));
    }
  }

  private record UnmaskingConnection(Connection tyrus, ReadHandler reader) implements Connection {

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
