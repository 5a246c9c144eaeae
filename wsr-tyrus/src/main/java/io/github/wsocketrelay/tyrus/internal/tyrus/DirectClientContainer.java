package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.HttpProxy;
import jakarta.websocket.ClientEndpointConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.GrizzlyFuture;
import org.glassfish.grizzly.nio.transport.TCPNIOConnectorHandler;
import org.glassfish.tyrus.spi.ClientContainer;
import org.glassfish.tyrus.spi.ClientEngine;
import org.jspecify.annotations.Nullable;

/**
 * Connects Tyrus' client over the {@link ClientTransport}: no thread hop, every address of the
 * relay or of the proxy before it, and one limit for all of a dial. Made by Tyrus, by name.
 */
public final class DirectClientContainer implements ClientContainer {
  /** The user property of an endpoint's configuration that holds the {@link Dialling}. */
  static final String DIALLING = Dialling.class.getName();

  /** For Tyrus. */
  public DirectClientContainer() {}

  /** Returns when the upgrade was answered: Tyrus then knows how, and has nothing to wait for. */
  @Override
  public void openClientSocket(
      ClientEndpointConfig config, Map<String, Object> properties, ClientEngine engine)
      throws IOException {
    Dialling dialling =
        (Dialling) Objects.requireNonNull(config.getUserProperties().get(DIALLING), DIALLING);
    UpgradeFilter upgrade =
        new UpgradeFilter(engine, engine.createUpgradeRequest(dialling::undo), dialling.keys());
    try {
      connect(dialling, upgrade);
      upgrade.answered().get(dialling.deadline().leftNanos(), TimeUnit.NANOSECONDS);
      dialling.watch().onUpgraded();
    } catch (ExecutionException e) {
      throw asIo(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + dialling.deadline().limit(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("given up", e);
    }
  }

  private static void connect(Dialling dialling, UpgradeFilter upgrade)
      throws IOException, InterruptedException {
    String host = dialling.proxy().map(HttpProxy::host).orElse(dialling.host());
    int port = dialling.proxy().map(HttpProxy::port).orElse(dialling.port());
    dialling.proxy().ifPresent(dialling.watch()::onProxy);
    List<InetAddress> addresses = dialling.resolver().resolve(host);
    dialling.watch().onResolved(host, addresses);
    AddressTries.first(
            addresses,
            dialling.deadline(),
            (address, limit) -> {
              Route route = new Route(dialling, upgrade);
              TCPNIOConnectorHandler connector =
                  TCPNIOConnectorHandler.builder(dialling.transport())
                      .processor(route.filters())
                      .build();
              InetSocketAddress peer = new InetSocketAddress(address, port);
              dialling.connected(await(connector.connect(peer), address, limit));
              dialling.watch().onConnected(peer);
              return route;
            })
        .begin(dialling.connection());
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
