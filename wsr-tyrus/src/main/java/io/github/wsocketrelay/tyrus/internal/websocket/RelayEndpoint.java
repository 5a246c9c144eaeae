package io.github.wsocketrelay.tyrus.internal.websocket;

import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Request;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The relay in a Jakarta WebSocket container: turns sessions into links. One instance a session.
 */
public final class RelayEndpoint extends Endpoint {
  private static final Logger LOG = System.getLogger(RelayEndpoint.class.getName());
  private static final String HOST = RelayEndpoint.class.getName() + ".host";
  private static final String REMOTE_ADDRESS = RelayEndpoint.class.getName() + ".remoteAddress";
  private static final Pattern TAG = Pattern.compile("[a-z2-7]{26}");
  private static final InetSocketAddress UNKNOWN =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final LinkAcceptor acceptor;
  private final Role role;
  private @Nullable SessionLink link;

  private RelayEndpoint(LinkAcceptor acceptor, Role role) {
    this.acceptor = acceptor;
    this.role = role;
  }

  /**
   * What to deploy.
   *
   * @param peer gives the address of the peer whose handshake the calling thread handles, as far as
   *     the container tells
   */
  public static List<ServerEndpointConfig> configs(
      LinkAcceptor acceptor, Supplier<@Nullable InetSocketAddress> peer) {
    return List.of(
        config(WsrPaths.EXPOSE, Role.EXPOSER, acceptor, peer),
        config(WsrPaths.CONNECT, Role.CONNECTOR, acceptor, peer));
  }

  private static ServerEndpointConfig config(
      String path, Role role, LinkAcceptor acceptor, Supplier<@Nullable InetSocketAddress> peer) {
    return ServerEndpointConfig.Builder.create(RelayEndpoint.class, path + "{tag}")
        .subprotocols(List.of(WsrPaths.SUBPROTOCOL))
        .configurator(new Handshake(acceptor, role, peer))
        .build();
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    Map<String, Object> properties = config.getUserProperties();
    String tag = session.getPathParameters().getOrDefault("tag", "");
    if (!TAG.matcher(tag).matches()) {
      refuse(session, "the path must end in a tag");
    } else if (!WsrPaths.SUBPROTOCOL.equals(session.getNegotiatedSubprotocol())) {
      refuse(session, "the subprotocol must be " + WsrPaths.SUBPROTOCOL);
    } else {
      InetSocketAddress peer = (InetSocketAddress) properties.getOrDefault(REMOTE_ADDRESS, UNKNOWN);
      Request request = new Request(role, tag, (String) properties.getOrDefault(HOST, ""));
      link = SessionLink.open(session, peer, opened -> acceptor.accept(opened, request));
    }
  }

  private static void refuse(Session session, String why) {
    try {
      session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(4_400), why));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "refusing a link: {0}", e);
    }
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    if (link != null) {
      link.ended(reason);
    }
  }

  @Override
  public void onError(Session session, Throwable cause) {
    LOG.log(Level.DEBUG, "error on a link: {0}", cause.toString());
  }

  /** Keeps what of the handshake the endpoint needs. */
  private static final class Handshake extends ServerEndpointConfig.Configurator {
    private final LinkAcceptor acceptor;
    private final Role role;
    private final Supplier<@Nullable InetSocketAddress> peer;

    Handshake(LinkAcceptor acceptor, Role role, Supplier<@Nullable InetSocketAddress> peer) {
      this.acceptor = acceptor;
      this.role = role;
      this.peer = peer;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) {
      return endpointClass.cast(new RelayEndpoint(acceptor, role));
    }

    @Override
    public void modifyHandshake(
        ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
      Map<String, Object> properties = config.getUserProperties();
      List<String> hosts = request.getHeaders().getOrDefault("Host", List.of());
      properties.put(HOST, hosts.isEmpty() ? "" : hosts.get(0));
      InetSocketAddress address = peer.get();
      if (address != null) {
        properties.put(REMOTE_ADDRESS, address);
      }
    }
  }
}
