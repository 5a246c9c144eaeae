package io.github.wsocketrelay.tyrus.internal.tyrus;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.GrizzlyFuture;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpClientFilter;
import org.glassfish.grizzly.nio.transport.TCPNIOConnectorHandler;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyClientContainer;
import org.glassfish.tyrus.core.Utils;
import org.glassfish.tyrus.spi.ClientContainer;
import org.glassfish.tyrus.spi.ClientEngine;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.jspecify.annotations.Nullable;

/**
 * Connects Tyrus' client over the {@link ClientTransport}: no thread hop, and one limit for the
 * connect. Links through TLS or a proxy of the system are left to Tyrus' own container. Made by
 * Tyrus, by name.
 */
public final class DirectClientContainer implements ClientContainer {
  /** The property of the client that holds the {@link Dialling}. */
  static final String DIALLING = Dialling.class.getName();

  private final ClientContainer stock = new GrizzlyClientContainer();

  /** For Tyrus. */
  public DirectClientContainer() {}

  @Override
  public void openClientSocket(
      ClientEndpointConfig config, Map<String, Object> properties, ClientEngine engine)
      throws DeploymentException, IOException {
    Dialling dialling = (Dialling) properties.get(DIALLING);
    if (dialling == null
        || dialling.uri().getScheme().equals("wss")
        || isProxied(dialling.uri(), ProxySelector.getDefault())) {
      stock.openClientSocket(config, properties, engine);
    } else {
      connect(dialling, engine);
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

  @SuppressWarnings("rawtypes") // as Grizzly has it
  private static void connect(Dialling dialling, ClientEngine engine) throws IOException {
    URI uri = dialling.uri();
    InetSocketAddress address = new InetSocketAddress(uri.getHost(), Utils.getWsPort(uri));
    if (address.isUnresolved()) {
      throw new UnknownHostException(uri.getHost());
    }
    AtomicReference<Connection<?>> connected = new AtomicReference<>();
    UpgradeRequest request =
        engine.createUpgradeRequest(
            () -> {
              Connection<?> late = connected.get();
              if (late != null) {
                late.closeSilently();
              }
            });
    FilterChain chain =
        FilterChainBuilder.stateless()
            .add(new TransportFilter())
            .add(new ShortcutFilter())
            .add(new HttpClientFilter())
            .add(new UpgradeFilter(engine, request, dialling.keys()))
            .build();
    GrizzlyFuture<Connection> connecting =
        TCPNIOConnectorHandler.builder(dialling.transport())
            .processor(chain)
            .build()
            .connect(address);
    connected.set(await(connecting, dialling));
  }

  @SuppressWarnings("rawtypes")
  private static Connection<?> await(GrizzlyFuture<Connection> connecting, Dialling dialling)
      throws IOException {
    try {
      Connection<?> connection = connecting.get(dialling.timeout().toNanos(), TimeUnit.NANOSECONDS);
      dialling.opened().accept(connection);
      return connection;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (TimeoutException e) {
      connecting.cancel(true);
      throw new IOException("no connection within " + dialling.timeout(), e);
    } catch (InterruptedException e) {
      connecting.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
