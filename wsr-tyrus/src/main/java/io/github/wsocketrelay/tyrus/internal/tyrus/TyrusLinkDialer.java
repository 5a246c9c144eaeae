package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.Shared;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkDialer;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.log.LogText;
import io.github.wsocketrelay.tyrus.internal.websocket.LinkEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.CloseType;
import org.glassfish.grizzly.Closeable;
import org.glassfish.grizzly.Connection;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.core.MaskingKeyGenerator;

/**
 * Dials with Tyrus' client, over sockets and threads that all links of the process share. Any
 * number of dials may be under way at once.
 */
public final class TyrusLinkDialer implements LinkDialer {
  private static final Logger LOG = System.getLogger(TyrusLinkDialer.class.getName());
  private static final int INCOMING_BUFFER_BYTES = 262_144;

  /** How long {@link #close} waits for relays to answer the close of a link. */
  private static final Duration GOODBYE = Duration.ofMillis(500);

  private static final Shared<ClientTransport> TRANSPORT = new Shared<>(ClientTransport::new);

  private final ClientManager client =
      ClientManager.createClient(DirectClientContainer.class.getName());
  private final Shared.Share<ClientTransport> transport = TRANSPORT.acquire();
  private final Map<Connection<?>, CompletableFuture<Void>> connections =
      new ConcurrentHashMap<>(); // with what completes when one is closed
  private final MaskingKeyGenerator keys = maskingKeys();
  private final String threadName;
  private final Duration timeout;
  private final DialSettings settings;
  private final Resolver resolver;
  private final Map<Thread, CompletableFuture<Link>> dials = new ConcurrentHashMap<>(); // under way
  private volatile boolean closed;

  /**
   * Makes a dialer.
   *
   * @param threadName what the names of its threads begin with
   * @param timeout how long a dial may take, from the look-up of the name to the relay's answer
   */
  public TyrusLinkDialer(String threadName, Duration timeout, DialSettings settings) {
    this(threadName, timeout, settings, Resolver.SYSTEM);
  }

  TyrusLinkDialer(String threadName, Duration timeout, DialSettings settings, Resolver resolver) {
    this.threadName = threadName;
    this.timeout = timeout;
    this.settings = settings;
    this.resolver = resolver;
    client.setDefaultMaxSessionIdleTimeout(-1);
    client.getProperties().put(ClientProperties.HANDSHAKE_TIMEOUT, (int) timeout.toMillis());
    client.getProperties().put(ClientProperties.INCOMING_BUFFER_SIZE, INCOMING_BUFFER_BYTES);
    client.getProperties().put(ClientProperties.MASKING_KEY_GENERATOR, keys);
  }

  /**
   * Masking keeps proxies from taking frames for requests, which asks for keys that an attacker who
   * chooses payloads cannot foresee: seeded from the system, then cheap.
   */
  private static MaskingKeyGenerator maskingKeys() {
    ThreadLocal<SplittableRandom> randoms =
        ThreadLocal.withInitial(() -> new SplittableRandom(new SecureRandom().nextLong()));
    return () -> randoms.get().nextInt();
  }

  /**
   * {@inheritDoc} Each dial has a thread of its own, and looks the name up anew. Cancelling the
   * future, or closing this dialer, interrupts that thread, which closes what it has opened and
   * ends; only a look-up of the name goes on until the system answers.
   *
   * <p>The time limit is one for all: the look-up, connecting, a proxy's answer, TLS and the
   * relay's answer. Where there is a proxy, it looks up the relay's name.
   */
  @Override
  public CompletableFuture<Link> dial(URI uri, Function<Link, LinkHandler> handlers) {
    CompletableFuture<Link> opened = new CompletableFuture<>();
    Thread thread = new Thread(() -> connect(uri, handlers, opened), threadName + "-dial");
    thread.setDaemon(true);
    thread.start();
    dials.put(thread, opened);
    CompletableFuture<?> unused =
        opened.whenComplete(
            (link, failure) -> {
              dials.remove(thread);
              if (failure != null && Thread.currentThread() != thread) {
                thread.interrupt();
              }
            });
    if (closed) {
      giveUp(opened);
    }
    return opened;
  }

  private static void giveUp(CompletableFuture<Link> dial) {
    dial.completeExceptionally(
        new RelayUnreachableException("dialling was given up: this side closes", null));
  }

  private void connect(
      URI uri, Function<Link, LinkHandler> handlers, CompletableFuture<Link> opened) {
    try {
      Dialling dialling =
          new Dialling(
              uri,
              transport.get().transport(),
              resolver,
              new Deadline(Ticker.SYSTEM, timeout),
              keys,
              settings,
              this::track);
      connect(dialling, handlers, opened);
    } catch (RuntimeException e) {
      opened.completeExceptionally(
          new RelayUnreachableException(
              "the choice of a proxy for the relay at %s failed: %s"
                  .formatted(Dialling.relay(uri), e),
              e));
    }
  }

  private static InetSocketAddress peer(URI uri) {
    return InetSocketAddress.createUnresolved(uri.getHost(), Math.max(uri.getPort(), 0));
  }

  private void connect(
      Dialling dialling, Function<Link, LinkHandler> handlers, CompletableFuture<Link> opened) {
    LinkEndpoint endpoint = new LinkEndpoint(peer(dialling.uri()), GrizzlyWire::opening, handlers);
    try {
      Link link = open(endpoint, dialling);
      if (opened.complete(link)) {
        return;
      }
    } catch (WsrException e) {
      opened.completeExceptionally(e);
    } catch (DeploymentException | IOException | RuntimeException e) {
      opened.completeExceptionally(DialFailure.explain(dialling, e));
    }
    Link late = endpoint.link();
    if (late != null) {
      late.close(1_000, "not needed any more");
    }
    dialling.undo();
  }

  private Link open(LinkEndpoint endpoint, Dialling dialling)
      throws DeploymentException, IOException {
    ClientEndpointConfig config = LinkEndpoint.config();
    config.getUserProperties().put(DirectClientContainer.DIALLING, dialling);
    try {
      client.connectToServer(endpoint, config, dialling.uri());
    } finally {
      config
          .getUserProperties()
          .remove(DirectClientContainer.DIALLING); // The session keeps the configuration.
    }
    Link link = endpoint.link();
    if (link == null) {
      throw new RelayUnreachableException(
          "the link to " + dialling.uri() + " closed as it opened", null);
    }
    return link;
  }

  private void track(Connection<?> connection) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    connections.put(connection, over);
    CloseListener<Closeable, CloseType> forget =
        (gone, type) -> {
          connections.remove(connection);
          over.complete(null);
        };
    connection.addCloseListener(forget);
    if (closed) {
      connection.closeSilently(); // In between, on another thread.
    }
  }

  @Override
  public void close() {
    closed = true;
    List.copyOf(dials.values()).forEach(TyrusLinkDialer::giveUp);
    client.shutdown();
    awaitGoodbyes();
    connections.keySet().forEach(Connection::closeSilently);
    transport.close();
  }

  /** A socket closed while something comes in would reset, and its peer not hear why. */
  private void awaitGoodbyes() {
    CompletableFuture<?>[] goodbyes = connections.values().toArray(new CompletableFuture<?>[0]);
    try {
      CompletableFuture.allOf(goodbyes).get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(Level.DEBUG, "a relay did not answer the close: {0}", LogText.shown(e.toString()));
    }
  }
}
