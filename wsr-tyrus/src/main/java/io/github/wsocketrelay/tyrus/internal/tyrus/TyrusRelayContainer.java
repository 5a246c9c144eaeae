package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.tyrus.internal.access.Gate;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor;
import io.github.wsocketrelay.tyrus.internal.link.MemoryBudget;
import io.github.wsocketrelay.tyrus.internal.tls.RelayContext;
import io.github.wsocketrelay.tyrus.internal.websocket.RelayEndpoint;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.tyrus.container.grizzly.server.WebSocketAddOn;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/**
 * The relay's listener: a Grizzly HTTP server of our own with Tyrus on it, since the stock server
 * binds all addresses whatever it is told. Everything runs on the selector threads.
 */
public final class TyrusRelayContainer extends TyrusServerContainer {
  private static final String ALL_ADDRESSES = "0.0.0.0";

  /** What is left of a frame and one read of the socket must fit; smaller cuts valid bursts off. */
  private static final int INCOMING_BUFFER_BYTES = 262_144;

  /** Enough for many sides that come back at once; the system may make it less. */
  private static final int BACKLOG = 4_096;

  private static final int MOST_HEADER_BYTES = 8_192;
  private static final int MOST_HEADERS = 64;

  private final PeerFilter peers = new PeerFilter();
  private final OpenConnections connections = new OpenConnections();
  private final WebSocketEngine engine;
  private final AcceptedConnections accepted = new AcceptedConnections();
  private final HttpServer server = new HttpServer();
  private final NetworkListener listener;
  private final HttpGate gate;

  private TyrusRelayContainer(
      String host,
      int port,
      String threadName,
      Admission admission,
      MemoryBudget memory,
      Optional<PageAnswer> page) {
    super((Set<Class<?>>) null);
    engine =
        new FramingEngine(
            TyrusWebSocketEngine.builder(this).incomingBufferSize(INCOMING_BUFFER_BYTES).build(),
            peers,
            connections,
            wire -> new FrameLimits(admission.limits(), memory, wire, Ticker.SYSTEM));
    setDefaultMaxSessionIdleTimeout(-1);
    listener = new NetworkListener("wsr", host, port);
    listener.setTransport(
        SelectorThreads.transport(threadName)
            .setIOStrategy(admission.acceptGate())
            .setServerConnectionBackLog(BACKLOG)
            .build());
    listener
        .getTransport()
        .getConnectionMonitoringConfig()
        .addProbes(accepted, admission.arrivals());
    listener.getKeepAlive().setIdleTimeoutInSeconds(-1); // Arrivals see to it.
    listener.setMaxHttpHeaderSize(MOST_HEADER_BYTES);
    listener.setMaxRequestHeaders(MOST_HEADERS);
    gate = admission.httpGate(connections, page);
    server.addListener(listener);
  }

  /**
   * Listens and hands every link to the acceptor.
   *
   * @param address where to listen; the wildcard address for all addresses
   * @param door which links may come
   * @param admission which connections may come, and how fast
   * @param tls what TLS is done with, if it is
   * @param page what a browser sees, if it sees anything
   * @throws IOException if it cannot listen: a BindException for a port in use
   */
  public static TyrusRelayContainer start(
      InetSocketAddress address,
      String threadName,
      LinkAcceptor acceptor,
      Gate door,
      Admission admission,
      Optional<RelayContext> tls,
      Optional<PageAnswer> page)
      throws IOException, DeploymentException {
    String host =
        address.getAddress().isAnyLocalAddress()
            ? ALL_ADDRESSES
            : address.getAddress().getHostAddress();
    TyrusRelayContainer container =
        new TyrusRelayContainer(
            host, address.getPort(), threadName, admission, acceptor.memory(), page);
    try {
      container.deploy(acceptor, door, tls);
      return container;
    } catch (IOException | DeploymentException | RuntimeException e) {
      container.stop();
      throw e;
    }
  }

  private void deploy(LinkAcceptor acceptor, Gate door, Optional<RelayContext> tls)
      throws IOException, DeploymentException {
    listener.registerAddOn(tls.<AddOn>map(TlsAddOn::new).orElseGet(NoTlsFilter::new));
    listener.registerAddOn(new ShortcutFilter());
    listener.registerAddOn(gate);
    listener.registerAddOn(peers);
    listener.registerAddOn(new WebSocketAddOn(this, "/"));
    for (ServerEndpointConfig config :
        RelayEndpoint.configs("", acceptor, door, new GrizzlyContainer(peers))) {
      addEndpoint(config);
    }
    start("/", listener.getPort());
    doneDeployment();
    server.start();
  }

  /** Where it listens, with the real port. */
  public InetSocketAddress localAddress() {
    return new InetSocketAddress(listener.getHost(), listener.getPort());
  }

  @Override
  public void register(Class<?> endpointClass) throws DeploymentException {
    engine.register(endpointClass, "/");
  }

  @Override
  public void register(ServerEndpointConfig config) throws DeploymentException {
    engine.register(config, "/");
  }

  @Override
  public WebSocketEngine getWebSocketEngine() {
    return engine;
  }

  @Override
  public Map<String, Object> getProperties() {
    return Map.of();
  }

  /** Closes the port; links that are open live on. */
  public void stopAccepting() {
    listener.getTransport().unbindAll();
  }

  /**
   * Waits until every WebSocket that is open has ended, by its side or by this end, and what was
   * written to it has left; but not longer than this.
   */
  public void awaitEndOfLinks(Duration limit) {
    connections.awaitClosed(limit);
  }

  /** Closes the port, what connections are left, and the threads. */
  @Override
  public void stop() {
    super.stop();
    accepted.close();
    server.shutdownNow();
  }
}
