package io.github.wsocketrelay;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Configures and starts a {@link RelayServer}. Not for use by several threads at a time. */
public final class RelayServerBuilder {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private @Nullable InetAddress bind;
  private int port;
  private @Nullable String publicHost;
  private @Nullable RelayTls tls;
  private @Nullable Path tokenFile;
  private @Nullable Authenticator authenticator;
  private Set<String> allowedOrigins = Set.of();
  private List<AddressRange> trustedProxies = List.of();
  private boolean page = true;
  private Map<RelayLimit, Long> limits = Map.of();
  private RelayListener listener = new RelayListener() {};
  private @Nullable Executor listenerExecutor;

  RelayServerBuilder() {}

  /**
   * The port to listen on. 0 lets the system choose one. Default: 0.
   *
   * @param port 0 to 65,535
   * @return this
   */
  public RelayServerBuilder port(int port) {
    this.port = Checks.portOrZero(port, "port");
    return this;
  }

  /**
   * The local address to listen on. Default: all addresses.
   *
   * @param address an address of this machine
   * @return this
   */
  public RelayServerBuilder bind(InetAddress address) {
    this.bind = address;
    return this;
  }

  /**
   * The local address to listen on, by name. Default: all addresses.
   *
   * @param host a name or an address of this machine
   * @return this
   * @throws IllegalArgumentException if the name has no address
   */
  public RelayServerBuilder bind(String host) {
    return bind(resolve(host));
  }

  static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "'" + host + "' has no address: give an address of this machine, or a name that has one",
          e);
    }
  }

  /**
   * The relay's {@code host:port} as the sides dial it, for a reverse proxy that rewrites the Host
   * header. A registration or proof made for another host is refused. Default: what the Host header
   * says.
   *
   * @param hostAndPort without the port where it is 80 or 443
   * @return this
   */
  public RelayServerBuilder publicHost(String hostAndPort) {
    if (!isHostAndPort(hostAndPort)) {
      throw new IllegalArgumentException(
          "the public host must be host or host:port, not '" + hostAndPort + "'");
    }
    this.publicHost = hostAndPort;
    return this;
  }

  private static boolean isHostAndPort(String text) {
    try {
      URI address = new URI("ws://" + text);
      return address.getHost() != null
          && address.getUserInfo() == null
          && address.getPort() <= 65_535
          && address.toString().length() == "ws://".length() + address.getRawAuthority().length();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /**
   * Does TLS on the port: sides come with {@code wss}. Default: none, for a relay behind a proxy
   * that ends TLS, or on a network that needs none.
   *
   * @param tls with what certificate
   * @return this
   */
  public RelayServerBuilder tls(RelayTls tls) {
    this.tls = tls;
    return this;
  }

  /**
   * Lets in only who shows a token of this file. The file is read at the start, and again within 60
   * s after it has changed; what is removed from it, or expires, loses its links by then. Clashes
   * with {@link #authenticator}. Default: <b>the relay is open to all who reach it</b>.
   *
   * @param file lines of {@code <SHA-256 of the token> [name=…] [use=expose,connect]
   *     [expires=2027-01-31] [links=…] [<limit of a link>=…]}, and comments after {@code #}
   * @return this
   */
  public RelayServerBuilder tokens(Path file) {
    this.tokenFile = file;
    return this;
  }

  /**
   * Decides who may come. Clashes with {@link #tokens}. Default: <b>the relay is open to all who
   * reach it</b>.
   *
   * @param authenticator the decision
   * @return this
   */
  public RelayServerBuilder authenticator(Authenticator authenticator) {
    this.authenticator = authenticator;
    return this;
  }

  /**
   * Lets scripts of web pages in, which come with an Origin header; exposers and connectors of this
   * library have none. Default: no page.
   *
   * @param origins such as {@code https://play.example}; they take the place of earlier ones
   * @return this
   */
  public RelayServerBuilder allowedOrigins(Collection<String> origins) {
    for (String origin : origins) {
      if (!origin.matches("[a-z][a-z0-9+.-]*://[^/\\s]+")) {
        throw new IllegalArgumentException(
            "'" + origin + "' is no origin: write scheme and host, as https://play.example");
      }
    }
    this.allowedOrigins = Set.copyOf(origins);
    return this;
  }

  /**
   * Believes what these proxies tell in {@code X-Forwarded-For}: the right-most address there that
   * is not a trusted proxy's counts as the side's. Default: no proxy, so that the address of the
   * connection counts.
   *
   * @param proxies where they are; they take the place of earlier ones
   * @return this
   */
  public RelayServerBuilder trustedProxies(Collection<AddressRange> proxies) {
    this.trustedProxies = List.copyOf(proxies);
    return this;
  }

  /**
   * Shows a page to people who open the relay's address in a browser: what it is, how to host and
   * how to join, and how many servers and players there are now. It has no names, loads nothing and
   * runs no script. Default: true.
   *
   * @param page false to answer 404
   * @return this
   */
  public RelayServerBuilder page(boolean page) {
    this.page = page;
    return this;
  }

  /**
   * Sets a limit. Default of each: {@link RelayLimit#standard()}.
   *
   * @param limit which
   * @param value {@link RelayLimit#least()} to {@link RelayLimit#most()}
   * @return this
   */
  public RelayServerBuilder limit(RelayLimit limit, long value) {
    Map<RelayLimit, Long> set = new EnumMap<>(RelayLimit.class);
    set.putAll(limits);
    set.put(limit, Checks.within(value, limit.least(), limit.most(), limit.name()));
    this.limits = set;
    return this;
  }

  /**
   * Hears of events. Default: nobody does.
   *
   * @param listener the listener
   * @return this
   */
  public RelayServerBuilder listener(RelayListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Runs the listener; calls still come one at a time. Default: a thread of the relay's own.
   *
   * @param executor the executor, which this library never shuts down
   * @return this
   */
  public RelayServerBuilder listenerExecutor(Executor executor) {
    this.listenerExecutor = executor;
    return this;
  }

  /**
   * Starts a relay and waits until it listens. The builder can start more.
   *
   * @return the running relay
   * @throws WsrException if it cannot, for example because the port is in use
   */
  public RelayServer start() {
    return Providers.await(startAsync(), START_LIMIT, "the relay");
  }

  /**
   * Starts a relay. Cancelling the future ends what was started.
   *
   * @return completed when it listens, or exceptionally with a {@link WsrException}
   * @throws IllegalStateException if tokens and an authenticator are given
   */
  public CompletableFuture<RelayServer> startAsync() {
    return Providers.find().startRelay(config());
  }

  /**
   * What is set now, for those who start a relay by other means, such as in a container of their
   * own.
   *
   * @return a copy
   * @throws IllegalStateException if tokens and an authenticator are given
   */
  public RelayConfig config() {
    if (tokenFile != null && authenticator != null) {
      throw new IllegalStateException(
          "the relay cannot start: tokens(…) and authenticator(…) clash: give one of them");
    }
    return new RelayConfig(
        Optional.ofNullable(bind),
        port,
        Optional.ofNullable(publicHost),
        Optional.ofNullable(tls),
        new RelayAccess(
            Optional.ofNullable(tokenFile),
            Optional.ofNullable(authenticator),
            allowedOrigins,
            trustedProxies),
        page,
        limits,
        listener,
        Optional.ofNullable(listenerExecutor));
  }
}
