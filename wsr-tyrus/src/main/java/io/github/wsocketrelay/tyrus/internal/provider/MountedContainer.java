package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.tyrus.internal.websocket.Container;
import io.github.wsocketrelay.tyrus.internal.websocket.Sessions;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/**
 * What a container that is somebody else's gives to the relay's endpoints: where sides are, if the
 * user has a way to know. Warns once where nobody tells. Safe for use by many threads.
 */
final class MountedContainer implements Container {
  private static final Logger LOG = System.getLogger(MountedContainer.class.getName());
  private static final InetSocketAddress UNKNOWN = InetSocketAddress.createUnresolved("unknown", 0);

  private final String name;
  private final Optional<
          BiFunction<ServerEndpointConfig, HandshakeRequest, Optional<InetSocketAddress>>>
      source;
  private final Sessions sessions;
  private final AtomicBoolean warned = new AtomicBoolean();

  MountedContainer(
      String name,
      Optional<BiFunction<ServerEndpointConfig, HandshakeRequest, Optional<InetSocketAddress>>>
          source,
      Sessions sessions) {
    this.name = name;
    this.source = source;
    this.sessions = sessions;
    if (source.isEmpty()) {
      warn("nothing tells where sides are; give remoteAddress(…)");
    }
  }

  private void warn(String why) {
    if (warned.compareAndSet(false, true)) {
      LOG.log(Level.WARNING, "{0}: limits by address are off, since {1}", name, why);
    }
  }

  @Override
  public InetSocketAddress peer(ServerEndpointConfig config, HandshakeRequest request) {
    return source.flatMap(asked -> ask(asked, config, request)).orElse(UNKNOWN);
  }

  private Optional<InetSocketAddress> ask(
      BiFunction<ServerEndpointConfig, HandshakeRequest, Optional<InetSocketAddress>> asked,
      ServerEndpointConfig config,
      HandshakeRequest request) {
    try {
      Optional<InetSocketAddress> told =
          asked.apply(config, request).filter(address -> !address.isUnresolved());
      if (told.isEmpty()) {
        warn("remoteAddress(…) told none for a side");
      }
      return told;
    } catch (RuntimeException e) {
      warn("remoteAddress(…) threw " + e);
      return Optional.empty();
    }
  }

  @Override
  public Sessions sessions() {
    return sessions;
  }
}
