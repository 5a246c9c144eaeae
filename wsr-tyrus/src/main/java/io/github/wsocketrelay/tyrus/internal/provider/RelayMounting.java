package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.RelayConfig;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.access.ForwardedFor;
import io.github.wsocketrelay.tyrus.internal.limit.Newcomers;
import io.github.wsocketrelay.tyrus.internal.websocket.RelayEndpoint;
import io.github.wsocketrelay.tyrus.internal.websocket.Sessions;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/** The entrance of a relay in a container that is somebody else's. */
public final class RelayMounting {
  private RelayMounting() {}

  /**
   * Starts a relay, and deploys its endpoints on the calling thread.
   *
   * @param prefix what comes before the protocol's own paths
   * @param peers tells where sides are
   * @throws WsrException if the container does not take the endpoints
   */
  public static RelayServer start(
      RelayConfig config,
      ServerContainer container,
      String prefix,
      Optional<BiFunction<ServerEndpointConfig, HandshakeRequest, Optional<InetSocketAddress>>>
          peers) {
    return DefaultRelayServer.startHere(config, relay -> open(relay, container, prefix, peers));
  }

  private static Entrance open(
      RelayParts relay,
      ServerContainer container,
      String prefix,
      Optional<BiFunction<ServerEndpointConfig, HandshakeRequest, Optional<InetSocketAddress>>>
          peers) {
    ForwardedFor forwarded = new ForwardedFor(relay.config().access().trustedProxies());
    Newcomers newcomers =
        new Newcomers(
            relay.limits(), peer -> peer.isLoopbackAddress() || forwarded.isTrusted(peer));
    Sessions sessions = new Sessions(newcomers, relay.timers(), relay.name() + "-closer");
    try {
      for (ServerEndpointConfig endpoint :
          RelayEndpoint.configs(
              prefix,
              relay.core(),
              relay.gate(),
              new MountedContainer(relay.name(), peers, sessions))) {
        container.addEndpoint(endpoint);
      }
      return new Mounted(sessions);
    } catch (DeploymentException | RuntimeException e) {
      sessions.stop();
      throw new WsrException(
          "the container does not take the relay's endpoints under '%s' (%s): mount it once, while the web application is deployed"
              .formatted(prefix, e.getMessage()),
          e);
    }
  }

  private record Mounted(Sessions sessions) implements Entrance {
    @Override
    public InetSocketAddress localAddress() {
      throw new UnsupportedOperationException(
          "a mounted relay has no address of its own: ask the container for its port");
    }

    @Override
    public void stopAccepting() {
      sessions.stopOpening();
    }

    @Override
    public void awaitEndOfLinks(Duration limit) {
      sessions.awaitEnd(limit);
    }

    @Override
    public void stop() {
      sessions.stop();
    }
  }
}
