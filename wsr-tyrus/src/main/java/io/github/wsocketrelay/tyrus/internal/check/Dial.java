package io.github.wsocketrelay.tyrus.internal.check;

import io.github.wsocketrelay.CheckStep.Point;
import io.github.wsocketrelay.HttpProxy;
import io.github.wsocketrelay.LinkConfig;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.SideTls;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.log.LogText;
import io.github.wsocketrelay.tyrus.internal.tls.SideContext;
import io.github.wsocketrelay.tyrus.internal.tyrus.DialSettings;
import io.github.wsocketrelay.tyrus.internal.tyrus.DialWatch;
import io.github.wsocketrelay.tyrus.internal.tyrus.TyrusLinkDialer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** One dial of one relay, which tells each step; what is waited for afterwards has its time too. */
final class Dial implements DialWatch, AutoCloseable {
  private static final int MOST_NAME_CHARACTERS = 120;

  private final URI relay;
  private final LinkConfig config;
  private final Steps steps;
  private final TyrusLinkDialer dialer;
  private final long deadlineNanos;
  private final @Nullable SSLContext tls;
  private volatile boolean proxied;
  private volatile Point next = Point.NAME;

  /**
   * Makes a dial, and reads what TLS needs.
   *
   * @throws Steps.Failed after saying which file cannot be used
   */
  Dial(URI relay, LinkConfig config, Steps steps) throws Steps.Failed {
    this.relay = relay;
    this.config = config;
    this.steps = steps;
    this.tls = context();
    this.deadlineNanos = Ticker.SYSTEM.nanos() + config.startTimeout().toNanos();
    this.dialer =
        new TyrusLinkDialer(
            "wsr-check",
            config.startTimeout(),
            new DialSettings(
                () -> Objects.requireNonNull(tls),
                config.tls().pin(),
                config.proxies(),
                config.accessToken(),
                this));
  }

  private @Nullable SSLContext context() throws Steps.Failed {
    steps.passed(Point.RELAY, relay.toString());
    if (!isSecure() && config.tls() == SideTls.DEFAULT) {
      return null;
    }
    try {
      return SideContext.of(config.tls(), InstantSource.system());
    } catch (WsrException e) {
      throw steps.stopped(Point.RELAY, e);
    }
  }

  private boolean isSecure() {
    return relay.getScheme().equals("wss");
  }

  /** Opens the link. */
  void open(URI endpoint, Function<Link, LinkHandler> handlers)
      throws Steps.Failed, InterruptedException {
    CompletableFuture<Link> dial = dialer.dial(endpoint, handlers);
    try {
      Link unused = await(dial);
    } catch (WsrException e) {
      throw steps.stopped(isUnauthorized(e) ? Point.ACCESS : next, e);
    }
  }

  private static boolean isUnauthorized(WsrException failure) {
    return failure instanceof RejectedException rejected
        && rejected.reason() == RejectReason.UNAUTHORIZED;
  }

  /**
   * Waits for what comes next, in the time that a start would have.
   *
   * @throws WsrException what it completed with, or that the relay did not answer
   */
  <T> T await(CompletableFuture<T> what) throws InterruptedException {
    try {
      return what.get(Math.max(0, deadlineNanos - Ticker.SYSTEM.nanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new WsrException(
          "no answer from the relay at %s within %d ms: check the address, the port and firewalls"
              .formatted(relay, config.startTimeout().toMillis()),
          e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof WsrException told
          ? told
          : new WsrException("the check failed: %s; please report this".formatted(cause), cause);
    }
  }

  /** The relay has greeted: it lets this side in. */
  void greeted() {
    steps.passed(
        Point.ACCESS,
        config.accessToken().isPresent()
            ? "the relay greets, protocol 1; the access token is accepted, or not needed"
            : "the relay greets, protocol 1, without an access token");
  }

  @Override
  public void onProxy(HttpProxy proxy) {
    proxied = true;
    steps.passed(Point.PROXY, "goes through " + proxy);
  }

  @Override
  public void onResolved(String host, List<InetAddress> addresses) {
    if (!proxied) {
      steps.passed(Point.PROXY, "none");
    }
    steps.passed(
        Point.NAME,
        host
            + " is "
            + addresses.stream()
                .map(InetAddress::getHostAddress)
                .collect(Collectors.joining(", ")));
    next = Point.CONNECTION;
  }

  @Override
  public void onConnected(InetSocketAddress address) {
    steps.passed(
        Point.CONNECTION,
        "TCP to %s port %d".formatted(address.getAddress().getHostAddress(), address.getPort()));
    next = proxied ? Point.PROXY : afterConnection();
  }

  @Override
  public void onTunnelled() {
    steps.passed(Point.PROXY, "leads to the relay");
    next = afterConnection();
  }

  private Point afterConnection() {
    return isSecure() ? Point.TLS : Point.WEBSOCKET;
  }

  @Override
  public void onSecured(SSLSession session) {
    steps.passed(
        Point.TLS, session.getProtocol() + ", " + session.getCipherSuite() + certificate(session));
    next = Point.WEBSOCKET;
  }

  private static String certificate(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate shown
          ? ", certificate of %s until %s"
              .formatted(
                  LogText.shown(shown.getSubjectX500Principal().getName(), MOST_NAME_CHARACTERS),
                  shown.getNotAfter().toInstant().atZone(ZoneOffset.UTC).toLocalDate())
          : "";
    } catch (SSLPeerUnverifiedException e) {
      return "";
    }
  }

  @Override
  public void onUpgraded() {
    steps.passed(Point.WEBSOCKET, "HTTP 101, subprotocol wsr.v1");
    next = Point.ACCESS;
  }

  @Override
  public void close() {
    dialer.close();
  }
}
