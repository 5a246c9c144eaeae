package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.tyrus.internal.websocket.Container;
import io.github.wsocketrelay.tyrus.internal.websocket.Wire;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.jspecify.annotations.Nullable;

/** What Grizzly and Tyrus tell the relay's endpoints, on the thread that answers a handshake. */
record GrizzlyContainer(PeerFilter peers) implements Container {
  private static final int TOO_MANY = 429;
  private static final String RETRY_SECONDS = "10";

  @Override
  public @Nullable Wire opening() {
    return GrizzlyWire.opening();
  }

  @Override
  public InetSocketAddress peer(ServerEndpointConfig config, HandshakeRequest request) {
    return (InetSocketAddress) peers.current().getPeerAddress();
  }

  @Override
  public List<X509Certificate> certificates() {
    return Tls.certificates(peers.current());
  }

  @Override
  public boolean refuse(HandshakeResponse response, int status, String phrase) {
    UpgradeResponse answer = (UpgradeResponse) response;
    answer.setStatus(status);
    answer.setReasonPhrase(phrase); // It would be that of 101.
    if (status == TOO_MANY) {
      answer.getHeaders().put("Retry-After", List.of(RETRY_SECONDS));
    }
    return true;
  }
}
