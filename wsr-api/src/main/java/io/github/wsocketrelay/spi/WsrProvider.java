package io.github.wsocketrelay.spi;

import io.github.wsocketrelay.CheckStep;
import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.ConnectorConfig;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerConfig;
import io.github.wsocketrelay.RelayConfig;
import io.github.wsocketrelay.RelayServer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Starts the three roles, and checks what they need. Found with {@link java.util.ServiceLoader};
 * the artifact {@code wsr-tyrus} holds one.
 *
 * <p>Each method that starts one returns at once and completes the future with a role that runs, or
 * exceptionally with a {@link io.github.wsocketrelay.WsrException}; a failed or cancelled start
 * leaves no thread, socket or link behind.
 */
public interface WsrProvider {

  /**
   * Starts a relay.
   *
   * @param config what to start
   * @return the relay once it listens
   */
  CompletableFuture<RelayServer> startRelay(RelayConfig config);

  /**
   * Starts an exposer.
   *
   * @param config what to start
   * @return the exposer once it is registered
   */
  CompletableFuture<Exposer> startExposer(ExposerConfig config);

  /**
   * Starts a connector.
   *
   * @param config what to start
   * @return the connector once its local port is bound and the relay has answered
   */
  CompletableFuture<Connector> startConnector(ConnectorConfig config);

  /**
   * Checks what an exposer would need, and waits for it.
   *
   * @param config what would be started
   * @param heard is called on this thread with each step
   * @return whether all is fine
   */
  boolean checkExposer(ExposerConfig config, Consumer<CheckStep> heard);

  /**
   * Checks a connector's way to its server, and waits for it.
   *
   * @param config what would be started
   * @param heard is called on this thread with each step
   * @return whether all is fine
   */
  boolean checkConnector(ConnectorConfig config, Consumer<CheckStep> heard);
}
