package io.github.wsocketrelay.containers;

import io.github.wsocketrelay.jakarta.RemoteAddressSource;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Tells where sides are in a container that answers a handshake on the thread of its servlet
 * request, as Tomcat does.
 */
final class RequestAddress implements ServletRequestListener, RemoteAddressSource {
  private static final ThreadLocal<InetSocketAddress> CURRENT = new ThreadLocal<>();

  @Override
  public void requestInitialized(ServletRequestEvent event) {
    String address = event.getServletRequest().getRemoteAddr();
    CURRENT.set(new InetSocketAddress(address, event.getServletRequest().getRemotePort()));
  }

  @Override
  public void requestDestroyed(ServletRequestEvent event) {
    CURRENT.remove();
  }

  @Override
  public Optional<InetSocketAddress> remoteAddress(
      ServerEndpointConfig config, HandshakeRequest request) {
    return Optional.ofNullable(CURRENT.get());
  }
}
