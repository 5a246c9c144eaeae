package io.github.wsocketrelay.tyrus.internal.tyrus;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.GrizzlyFuture;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpClientFilter;
import org.glassfish.grizzly.nio.transport.TCPNIOConnectorHandler;
import org.glassfish.tyrus.client.TyrusClientEngine;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyClientContainer;
import org.glassfish.tyrus.core.Utils;
import org.glassfish.tyrus.spi.ClientContainer;
import org.glassfish.tyrus.spi.ClientEngine;
import org.jspecify.annotations.Nullable;

/**
 * Connects Tyrus' client over the {@link ClientTransport}: no thread hop, every address of the
 * relay, and one limit for all of a dial. Links through TLS or a proxy of the system are left to
 * Tyrus' own container, which tries one address and has limits of its own for each step. Made by
 * Tyrus, by name.
 */
public final class DirectClientContainer implements ClientContainer {
  /** The user property of an endpoint's configuration that holds the {@link Dialling}. */
  static final String DIALLING = Dialling.class.getName();

  private final ClientContainer stock = new GrizzlyClientContainer();

  /** For Tyrus. */
  public DirectClientContainer() {}

  @Override
  public void openClientSocket(
      ClientEndpointConfig config, Map<String, Object> properties, ClientEngine engine)
      throws DeploymentException, IOException {
    Dialling dialling = (Dialling) config.getUserProperties().get(DIALLING);
    if (dialling == null) {
      stock.openClientSocket(config, properties, engine);
    } else if (dialling.uri().getScheme().equals("wss")
        || isProxied(dialling.uri(), ProxySelector.getDefault())) {
      dialling.undoWith(() -> giveUp(engine));
      stock.openClientSocket(config, properties, engine);
    } else {
      open(dialling, engine);
    }
  }

  /** What Tyrus does when time is up: it closes the connection and its threads. */
  private static void giveUp(ClientEngine engine) {
    ClientEngine.TimeoutHandler handler =
        engine instanceof TyrusClientEngine tyrus ? tyrus.getTimeoutHandler() : null;
    if (handler != null) {
      handler.handleTimeout();
    }
  }

  /** Whether Tyrus would ask for a proxy under one of its schemes, as RFC 6455, 4.1 has it. */
  static boolean isProxied(URI uri, @Nullable ProxySelector selector) {
    String rest = uri.toString().substring(uri.getScheme().length());
    return selector != null
        && Stream.of("socket", "https", "http")
            .flatMap(scheme -> selector.select(URI.create(scheme + rest)).stream())
            .anyMatch(proxy -> proxy.type() == Proxy.Type.HTTP);
  }

  /** Returns when the upgrade was answered: Tyrus then knows how, and has nothing to wait for. */
  private static void open(Dialling dialling, ClientEngine engine) throws IOException {
    UpgradeFilter upgrade =
        new UpgradeFilter(engine, engine.createUpgradeRequest(dialling::undo), dialling.keys());
    try {
      Connection<?> connection = connect(dialling, upgrade);
      dialling.connected(connection);
      upgrade.send(connection);
      upgrade.answered().get(dialling.deadline().leftNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw asIo(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + dialling.deadline().limit(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("given up", e);
    }
  }

  private static Connection<?> connect(Dialling dialling, UpgradeFilter upgrade)
      throws IOException, InterruptedException {
    FilterChain chain =
        FilterChainBuilder.stateless()
            .add(new TransportFilter())
            .add(new ShortcutFilter())
            .add(new HttpClientFilter())
            .add(upgrade)
            .build();
    TCPNIOConnectorHandler connector =
        TCPNIOConnectorHandler.builder(dialling.transport()).processor(chain).build();
    int port = Utils.getWsPort(dialling.uri());
    return AddressTries.first(
        dialling.resolver().resolve(dialling.uri().getHost()),
        dialling.deadline(),
        (address, limit) ->
            await(connector.connect(new InetSocketAddress(address, port)), address, limit));
  }

  @SuppressWarnings("rawtypes") // as Grizzly has it
  private static Connection<?> await(
      GrizzlyFuture<Connection> connecting, InetAddress address, long limitNanos)
      throws IOException, InterruptedException {
    boolean done = false;
    try {
      Connection<?> connection = connecting.get(limitNanos, TimeUnit.NANOSECONDS);
      done = true;
      return connection;
    } catch (ExecutionException e) {
      throw asIo(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no connection to " + address + " in time", e);
    } finally {
      if (!done) {
        giveUp(connecting);
      }
    }
  }

  /** Closes the socket, also of a connection that is made in this moment. */
  @SuppressWarnings("rawtypes")
  private static void giveUp(GrizzlyFuture<Connection> connecting) {
    if (!connecting.cancel(true) && !connecting.isCancelled()) {
      connecting.addCompletionHandler(
          new EmptyCompletionHandler<>() {
            @Override
            public void completed(Connection late) {
              late.closeSilently();
            }
          });
    }
  }

  private static IOException asIo(@Nullable Throwable cause) {
    return cause instanceof IOException io ? io : new IOException(cause);
  }
}
