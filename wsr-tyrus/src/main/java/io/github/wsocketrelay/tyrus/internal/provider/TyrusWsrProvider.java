package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.CheckStep;
import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.ConnectorConfig;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerConfig;
import io.github.wsocketrelay.RelayConfig;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.spi.WsrProvider;
import io.github.wsocketrelay.tyrus.internal.check.ConnectorCheck;
import io.github.wsocketrelay.tyrus.internal.check.ExposerCheck;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

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

  @Override
  public boolean checkExposer(ExposerConfig config, Consumer<CheckStep> heard) {
    try (RoleResources resources = new RoleResources()) {
      return new ExposerCheck(config, resources.sockets(), resources.timers(), resources.pulse())
          .run(heard);
    }
  }

  @Override
  public boolean checkConnector(ConnectorConfig config, Consumer<CheckStep> heard) {
    try (RoleResources resources = new RoleResources()) {
      return new ConnectorCheck(config, resources.sockets(), resources.timers(), resources.pulse())
          .run(heard);
    }
  }
}
