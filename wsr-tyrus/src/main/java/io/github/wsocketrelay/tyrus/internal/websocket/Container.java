package io.github.wsocketrelay.tyrus.internal.websocket;

import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a relay's container gives beyond the Jakarta API; each method is a default for one that
 * gives nothing.
 */
public interface Container {
  /** One that gives nothing. */
  Container STOCK = new Container() {};

  /** What is below the session that is being opened on this thread. */
  default @Nullable Wire opening() {
    return null;
  }

  /**
   * Where the connection is from whose handshake is being answered on this thread; unresolved where
   * nobody tells.
   *
   * @param config of this handshake's session
   */
  default InetSocketAddress peer(ServerEndpointConfig config, HandshakeRequest request) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** The certificates that TLS has verified on that connection, its own first. */
  default List<X509Certificate> certificates() {
    return List.of();
  }

  /**
   * Answers a handshake with this status in place of 101. One that cannot do so opens the session,
   * which is then refused.
   *
   * @param status 403 or 429: with others, containers open the session all the same
   * @param phrase what the status line says of it
   * @return whether it can
   */
  default boolean refuse(HandshakeResponse response, int status, String phrase) {
    return false;
  }

  /** What sees to the sessions where the container does not; null where it does. */
  default @Nullable Sessions sessions() {
    return null;
  }
}
