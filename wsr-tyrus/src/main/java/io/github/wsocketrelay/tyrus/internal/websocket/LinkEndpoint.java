package io.github.wsocketrelay.tyrus.internal.websocket;

import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.log.LogText;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A side's end of one WebSocket: turns its session into a link. */
public final class LinkEndpoint extends Endpoint {
  private static final Logger LOG = System.getLogger(LinkEndpoint.class.getName());

  private final InetSocketAddress relay;
  private final Supplier<@Nullable Wire> wires;
  private final Function<Link, LinkHandler> handlers;
  private volatile @Nullable SessionLink link;

  /**
   * Makes an endpoint for one connection.
   *
   * @param relay what the link gives as its peer's address
   * @param wires gives what is below the session that is opened on the calling thread, if the
   *     container tells
   */
  public LinkEndpoint(
      InetSocketAddress relay,
      Supplier<@Nullable Wire> wires,
      Function<Link, LinkHandler> handlers) {
    this.relay = relay;
    this.wires = wires;
    this.handlers = handlers;
  }

  /**
   * How it connects: with our subprotocol, and without the Origin that only browsers should send.
   */
  public static ClientEndpointConfig config() {
    return ClientEndpointConfig.Builder.create()
        .preferredSubprotocols(List.of(WsrPaths.SUBPROTOCOL))
        .configurator(
            new ClientEndpointConfig.Configurator() {
              @Override
              public void beforeRequest(Map<String, List<String>> headers) {
                headers.remove("Origin");
              }
            })
        .build();
  }

  /** The link, once it is open. */
  public @Nullable Link link() {
    return link;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    link = SessionLink.open(session, new DirectTransmission(session, wires.get()), relay, handlers);
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    SessionLink open = link;
    if (open != null) {
      open.ended(reason);
    }
  }

  @Override
  public void onError(Session session, Throwable cause) {
    LOG.log(Level.DEBUG, "error on a link: {0}", LogText.shown(cause.toString()));
  }
}
