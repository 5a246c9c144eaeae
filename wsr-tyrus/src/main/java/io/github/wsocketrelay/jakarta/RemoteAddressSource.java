package io.github.wsocketrelay.jakarta;

import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Tells a {@linkplain RelayMount mounted relay} where a side is, which the Jakarta API does not.
 * How depends on the container: see {@code docs/embedding.md} for Jetty and Tomcat.
 */
@FunctionalInterface
public interface RemoteAddressSource {

  /**
   * Where the connection is from whose handshake is being answered. Called once for each handshake
   * on the container's thread, for many at the same time; must not block. What throws counts as
   * empty.
   *
   * @param config of this handshake, with the properties that the container has put there
   * @param request the handshake
   * @return a resolved address; empty if it is not known, so that no limit by address holds for
   *     this side
   */
  Optional<InetSocketAddress> remoteAddress(ServerEndpointConfig config, HandshakeRequest request);
}
