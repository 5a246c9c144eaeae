package io.github.wsocketrelay;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Configures and starts a {@link Connector}. Not for use by several threads at a time. */
public final class ConnectorBuilder {
  /** Default of {@link #flowIdleTimeout}: 5 min, as RFC 4787 REQ-5 asks of a NAT. */
  public static final Duration DEFAULT_FLOW_IDLE_TIMEOUT = Duration.ofMinutes(5);

  /** Default of {@link #startTimeout}: 15 s. */
  public static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(15);

  private List<URI> relays = List.of();
  private @Nullable ServerId serverId;
  private @Nullable InetAddress bind;
  private List<Integer> localPorts = List.of(0);
  private Duration flowIdleTimeout = DEFAULT_FLOW_IDLE_TIMEOUT;
  private Duration waitForServer = Duration.ZERO;
  private Duration startTimeout = DEFAULT_START_TIMEOUT;
  private Duration waitForRelay = Duration.ZERO;
  private SideTls tls = SideTls.DEFAULT;
  private ProxyChoice proxies = ProxyChoice.system();
  private @Nullable AccessToken accessToken;
  private ReconnectPolicy reconnect = ReconnectPolicy.FOR_EVER;
  private ConnectorListener listener = new ConnectorListener() {};
  private @Nullable Executor listenerExecutor;

  ConnectorBuilder() {}

  /**
   * The relay to use. Required, unless an {@link #invitation} is given.
   *
   * @param relay with the scheme ws, wss, http or https; a path is kept and put before the relay's
   *     own
   * @return this
   */
  public ConnectorBuilder relay(URI relay) {
    return relays(List.of(relay));
  }

  /**
   * The relay to use, as people write it. Required, unless an {@link #invitation} is given.
   *
   * @param relay {@code ws://…}, {@code wss://…}, {@code http(s)://…}, {@code host:port} or {@code
   *     host}; without a scheme, ws is meant
   * @return this
   */
  public ConnectorBuilder relay(String relay) {
    return relays(List.of(RelayAddress.parse(relay)));
  }

  /**
   * The relays to use, in the order of preference: while one is away the next is tried. Both sides
   * of a server need the same ones. Takes the place of {@link #relay(URI)}.
   *
   * @param relays 1 to 16 addresses as for {@link #relay(URI)}
   * @return this
   */
  public ConnectorBuilder relays(List<URI> relays) {
    this.relays = RelayAddress.check(relays);
    return this;
  }

  /**
   * The server to reach. Required, unless an {@link #invitation} is given.
   *
   * @param serverId what the exposer printed
   * @return this
   */
  public ConnectorBuilder serverId(ServerId serverId) {
    this.serverId = serverId;
    return this;
  }

  /**
   * The server to reach, as people write it. Required, unless an {@link #invitation} is given.
   *
   * @param serverId see {@link ServerId#parse}
   * @return this
   */
  public ConnectorBuilder serverId(String serverId) {
    return serverId(ServerId.parse(serverId));
  }

  /**
   * Relay and server in one.
   *
   * @param invitation what the exposer gave
   * @return this
   */
  public ConnectorBuilder invitation(Invitation invitation) {
    this.relays = invitation.relays();
    this.serverId = invitation.serverId();
    return this;
  }

  /**
   * The local UDP port for the exposer's first target; further targets get the ports at the same
   * offsets from it. 0 lets the system choose them all. Default: 0.
   *
   * @param port 0 to 65,535
   * @return this
   */
  public ConnectorBuilder localPort(int port) {
    return localPorts(List.of(port));
  }

  /**
   * The local UDP ports for the exposer's targets, in their order. Targets beyond the list get
   * ports at the targets' offsets from the first. Default: one, 0.
   *
   * @param ports 1 to {@value Target#MAX_TARGETS} ports, each 0 to 65,535
   * @return this
   */
  public ConnectorBuilder localPorts(List<Integer> ports) {
    if (ports.isEmpty() || ports.size() > Target.MAX_TARGETS) {
      throw new IllegalArgumentException(
          "between 1 and %d local ports can be given, not %d"
              .formatted(Target.MAX_TARGETS, ports.size()));
    }
    List<Integer> taken = new ArrayList<>();
    for (int port : ports) {
      Checks.portOrZero(port, "a local port");
      if (port != 0 && taken.contains(port)) {
        throw new IllegalArgumentException("local port " + port + " is given twice");
      }
      taken.add(port);
    }
    this.localPorts = List.copyOf(ports);
    return this;
  }

  /**
   * The local address to listen on. Anybody who can reach it can reach the server. Default: the
   * loopback addresses, 127.0.0.1 and, where the system has it and the port is free there, ::1.
   *
   * @param address an address of this machine; for the wildcard one, each of the machine's
   *     addresses at the time of the start
   * @return this
   */
  public ConnectorBuilder bind(InetAddress address) {
    this.bind = address;
    return this;
  }

  /**
   * The local address to listen on, by name. See {@link #bind(InetAddress)}.
   *
   * @param host a name or an address of this machine
   * @return this
   * @throws IllegalArgumentException if the name has no address
   */
  public ConnectorBuilder bind(String host) {
    return bind(RelayServerBuilder.resolve(host));
  }

  /**
   * Time without a datagram either way after which a flow is closed. 1 s to 1 day. Default: 5 min.
   *
   * @param timeout the time
   * @return this
   */
  public ConnectorBuilder flowIdleTimeout(Duration timeout) {
    this.flowIdleTimeout =
        Checks.within(timeout, Duration.ofSeconds(1), Duration.ofDays(1), "flowIdleTimeout");
    return this;
  }

  /**
   * How long a start waits for the server to be online; if it is not by then, the start fails.
   * Zero: the start succeeds whether the server is online or not, and the connector waits for it as
   * long as it runs. Up to 1 day. Default: zero.
   *
   * @param timeout the time
   * @return this
   */
  public ConnectorBuilder waitForServer(Duration timeout) {
    this.waitForServer = Checks.within(timeout, Duration.ZERO, Duration.ofDays(1), "waitForServer");
    return this;
  }

  /**
   * Time limit from the start until the relay has answered, beyond {@link #waitForRelay}. 100 ms to
   * 10 min. Default: 15 s.
   *
   * @param timeout the time
   * @return this
   */
  public ConnectorBuilder startTimeout(Duration timeout) {
    this.startTimeout =
        Checks.within(timeout, Duration.ofMillis(100), Duration.ofMinutes(10), "startTimeout");
    return this;
  }

  /**
   * How long a start keeps trying when no relay can be reached, for one that is started before its
   * relay or while it restarts. Zero: each relay is tried once, and the start fails if none can be
   * reached. Up to a year. Default: zero.
   *
   * @param timeout the time
   * @return this
   */
  public ConnectorBuilder waitForRelay(Duration timeout) {
    this.waitForRelay = Checks.within(timeout, Duration.ZERO, Duration.ofDays(365), "waitForRelay");
    return this;
  }

  /**
   * How to do TLS with relays at {@code wss} addresses. Default: {@link SideTls#DEFAULT}.
   *
   * @param tls whom to trust, and how to show who this is
   * @return this
   */
  public ConnectorBuilder tls(SideTls tls) {
    this.tls = tls;
    return this;
  }

  /**
   * Reaches every relay through this HTTP proxy. Default: {@link ProxyChoice#system()}.
   *
   * @param proxy the proxy
   * @return this
   */
  public ConnectorBuilder proxy(HttpProxy proxy) {
    return proxies(ProxyChoice.always(proxy));
  }

  /**
   * Decides for each relay whether to reach it through an HTTP proxy. Default: {@link
   * ProxyChoice#system()}.
   *
   * @param proxies the choice
   * @return this
   */
  public ConnectorBuilder proxies(ProxyChoice proxies) {
    this.proxies = proxies;
    return this;
  }

  /**
   * What to show to a relay that is not open to all. It goes to every relay that is given, as a
   * header: over {@code ws} everybody on the way can read it. Default: nothing.
   *
   * @param token the token
   * @return this
   */
  public ConnectorBuilder accessToken(AccessToken token) {
    this.accessToken = token;
    return this;
  }

  /**
   * How to come back when the link to the relay is lost. Default: {@link ReconnectPolicy#FOR_EVER}.
   *
   * @param policy the policy
   * @return this
   */
  public ConnectorBuilder reconnect(ReconnectPolicy policy) {
    this.reconnect = policy;
    return this;
  }

  /**
   * Hears of events. Default: nobody does.
   *
   * @param listener the listener
   * @return this
   */
  public ConnectorBuilder listener(ConnectorListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Runs the listener; calls still come one at a time. Default: a thread of the connector's own.
   *
   * @param executor the executor, for example {@code SwingUtilities::invokeLater}; this library
   *     never shuts it down
   * @return this
   */
  public ConnectorBuilder listenerExecutor(Executor executor) {
    this.listenerExecutor = executor;
    return this;
  }

  /**
   * Starts a connector and waits until its port is bound and the relay has answered, server online
   * or not; see {@link #waitForServer}. The builder can start more.
   *
   * @return the running connector
   * @throws IllegalStateException if something required is missing
   * @throws RelayUnreachableException if no link to the relay can be made in time
   * @throws RejectedException if the relay or the exposer refuses
   * @throws WsrException if it cannot start for another reason, for example because the port is in
   *     use
   */
  public Connector start() {
    return Providers.await(
        startAsync(),
        startTimeout.plus(waitForRelay).plus(waitForServer).plusSeconds(1),
        "the connector");
  }

  /**
   * Starts a connector. Cancelling the future ends what was started.
   *
   * @return completed when it runs, or exceptionally with a {@link WsrException}
   * @throws IllegalStateException if something required is missing
   */
  public CompletableFuture<Connector> startAsync() {
    ConnectorConfig config = config();
    return Providers.find().startConnector(config);
  }

  /**
   * Goes the way that a connector would, and says of each step what was found: by each relay that
   * is given, in their order, until one leads to the server. It opens no local port, and asks for a
   * tunnel of its own, which the server's host sees come and go within seconds; no other connector
   * is displaced. Waits for the server as long as {@link #waitForServer} says. Takes about 5 s
   * where all is fine, and at most {@link #startTimeout} more for each relay.
   *
   * @param heard is called on this thread with each step as it is done, the failed one last for
   *     each relay; what it throws ends the check
   * @return whether a relay leads to the server, with an answer from its exposer
   * @throws IllegalStateException if something required is missing
   * @throws WsrException if this thread is interrupted
   */
  public boolean check(Consumer<CheckStep> heard) {
    ConnectorConfig config = config();
    return Providers.find().checkConnector(config, heard);
  }

  private ConnectorConfig config() {
    List<String> wrong = new ArrayList<>();
    if (relays.isEmpty()) {
      wrong.add("a relay is missing: call relay(…) or invitation(…)");
    }
    if (serverId == null) {
      wrong.add("a server ID is missing: call serverId(…) or invitation(…)");
    }
    if (relays.isEmpty() || serverId == null) {
      throw new IllegalStateException("the connector cannot start: " + String.join("; ", wrong));
    }
    return new ConnectorConfig(
        new LinkConfig(
            relays,
            tls,
            proxies,
            Optional.ofNullable(accessToken),
            startTimeout,
            waitForRelay,
            reconnect),
        serverId,
        Optional.ofNullable(bind),
        localPorts,
        flowIdleTimeout,
        waitForServer,
        listener,
        Optional.ofNullable(listenerExecutor));
  }
}
