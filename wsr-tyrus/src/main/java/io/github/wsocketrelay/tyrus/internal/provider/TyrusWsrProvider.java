package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.ConnectorConfig;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerConfig;
import io.github.wsocketrelay.RelayConfig;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.spi.WsrProvider;
import java.util.concurrent.CompletableFuture;

/** The roles on Eclipse Tyrus. */
public final class TyrusWsrProvider implements WsrProvider {

  /** For ServiceLoader. */
  public TyrusWsrProvider() {}

  @Override
  public CompletableFuture<RelayServer> startRelay(RelayConfig config) {
    return DefaultRelayServer.start(config);
  }

  @Override
  public CompletableFuture<Exposer> startExposer(ExposerConfig config) {
    return DefaultExposer.start(config);
  }

  @Override
  public CompletableFuture<Connector> startConnector(ConnectorConfig config) {
    return DefaultConnector.start(config);
  }
}
