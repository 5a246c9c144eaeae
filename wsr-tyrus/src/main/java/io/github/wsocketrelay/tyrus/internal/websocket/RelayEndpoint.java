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
  private static final Pattern TAG = Pattern.compile("[a-z2-7]{26}");
  private static final InetSocketAddress UNKNOWN =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final LinkAcceptor acceptor;
  private final Role role;
  private final Supplier<@Nullable Wire> wires;
  private @Nullable SessionLink link;

  private RelayEndpoint(LinkAcceptor acceptor, Role role, Supplier<@Nullable Wire> wires) {
    this.acceptor = acceptor;
    this.role = role;
    this.wires = wires;
  }

  /**
   * What to deploy.
   *
   * @param wires gives what is below the session that is opened on the calling thread, if the
   *     container tells
   */
  public static List<ServerEndpointConfig> configs(
      LinkAcceptor acceptor, Supplier<@Nullable Wire> wires) {
    return List.of(
        config(WsrPaths.EXPOSE, Role.EXPOSER, acceptor, wires),
        config(WsrPaths.CONNECT, Role.CONNECTOR, acceptor, wires));
  }

  private static ServerEndpointConfig config(
      String path, Role role, LinkAcceptor acceptor, Supplier<@Nullable Wire> wires) {
    return ServerEndpointConfig.Builder.create(RelayEndpoint.class, path + "{tag}")
        .subprotocols(List.of(WsrPaths.SUBPROTOCOL))
        .configurator(new Handshake(acceptor, role, wires))
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
      Wire wire = wires.get();
      InetSocketAddress peer = wire == null ? UNKNOWN : wire.remoteAddress();
      Request request = new Request(role, tag, (String) properties.getOrDefault(HOST, ""));
      link = SessionLink.open(session, wire, peer, opened -> acceptor.accept(opened, request));
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
    private final Supplier<@Nullable Wire> wires;

    Handshake(LinkAcceptor acceptor, Role role, Supplier<@Nullable Wire> wires) {
      this.acceptor = acceptor;
      this.role = role;
      this.wires = wires;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) {
      return endpointClass.cast(new RelayEndpoint(acceptor, role, wires));
    }

    @Override
    public void modifyHandshake(
        ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
      List<String> hosts = request.getHeaders().getOrDefault("Host", List.of());
      config.getUserProperties().put(HOST, hosts.isEmpty() ? "" : hosts.get(0));
    }
  }
}
