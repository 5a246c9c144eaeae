package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkDialer;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.websocket.LinkEndpoint;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyClientContainer;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyClientProperties;
import org.glassfish.tyrus.core.MaskingKeyGenerator;

/**
 * Dials with Tyrus' Grizzly client. Each link has its own transport and threads, which end with it:
 * Tyrus' shared transport leaks the socket of a handshake that times out.
 */
public final class TyrusLinkDialer implements LinkDialer {
  private static final int INCOMING_BUFFER_BYTES = 262_144;

  private final ClientManager client =
      ClientManager.createClient(GrizzlyClientContainer.class.getName());
  private final String threadName;

  /**
   * Makes a dialer.
   *
   * @param threadName what the names of its threads begin with
   * @param handshakeTimeout how long a relay that was reached may take to answer
   */
  public TyrusLinkDialer(String threadName, Duration handshakeTimeout) {
    this.threadName = threadName;
    client.setDefaultMaxSessionIdleTimeout(-1);
    client
        .getProperties()
        .put(ClientProperties.HANDSHAKE_TIMEOUT, (int) handshakeTimeout.toMillis());
    client.getProperties().put(ClientProperties.INCOMING_BUFFER_SIZE, INCOMING_BUFFER_BYTES);
    client.getProperties().put(ClientProperties.MASKING_KEY_GENERATOR, maskingKeys());
    client
        .getProperties()
        .put(GrizzlyClientProperties.SELECTOR_THREAD_POOL_CONFIG, pool(threadName + "-select", 1));
    client
        .getProperties()
        .put(GrizzlyClientProperties.WORKER_THREAD_POOL_CONFIG, pool(threadName + "-read", 2));
  }

  private static ThreadPoolConfig pool(String name, int threads) {
    return ThreadPoolConfig.defaultConfig()
        .setPoolName(name)
        .setDaemon(true)
        .setCorePoolSize(threads)
        .setMaxPoolSize(threads);
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

  @Override
  public CompletableFuture<Link> dial(URI uri, Function<Link, LinkHandler> handlers) {
    CompletableFuture<Link> opened = new CompletableFuture<>();
    Thread dialling = new Thread(() -> connect(uri, handlers, opened), threadName + "-dial");
    dialling.setDaemon(true);
    dialling.start();
    return opened;
  }

  private void connect(
      URI uri, Function<Link, LinkHandler> handlers, CompletableFuture<Link> opened) {
    LinkEndpoint endpoint =
        new LinkEndpoint(
            InetSocketAddress.createUnresolved(uri.getHost(), Math.max(uri.getPort(), 0)),
            handlers);
    try {
      client.connectToServer(endpoint, LinkEndpoint.config(), uri);
      Link link = endpoint.link();
      if (link == null) {
        throw new RelayUnreachableException("the link to " + uri + " closed as it opened", null);
      }
      if (!opened.complete(link)) {
        link.close(1_000, "not needed any more");
      }
    } catch (DeploymentException | IOException e) {
      opened.completeExceptionally(DialFailure.explain(uri, e));
    } catch (WsrException e) {
      opened.completeExceptionally(e);
    } catch (RuntimeException e) {
      opened.completeExceptionally(DialFailure.explain(uri, e));
    }
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
