package io.github.wsocketrelay;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Configures and starts an {@link Exposer}. Not for use by several threads at a time. */
public final class ExposerBuilder {
  /** Default of {@link #flowIdleTimeout}: 5 min, as RFC 4787 REQ-5 asks of a NAT. */
  public static final Duration DEFAULT_FLOW_IDLE_TIMEOUT = Duration.ofMinutes(5);

  /** Default of {@link #startTimeout}: 15 s. */
  public static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(15);

  /** Default of {@link #resumeGrace}: 60 s. */
  public static final Duration DEFAULT_RESUME_GRACE = Duration.ofSeconds(60);

  /** Default of {@link #approvalTimeout}: 30 s. */
  public static final Duration DEFAULT_APPROVAL_TIMEOUT = Duration.ofSeconds(30);

  private List<URI> relays = List.of();
  private @Nullable ServerId serverId;
  private @Nullable ExposerIdentity identity;
  private List<Target> targets = List.of();
  private int minLocalPort;
  private boolean distinctAddresses;
  private Duration flowIdleTimeout = DEFAULT_FLOW_IDLE_TIMEOUT;
  private Duration startTimeout = DEFAULT_START_TIMEOUT;
  private Duration waitForRelay = Duration.ZERO;
  private SideTls tls = SideTls.DEFAULT;
  private ProxyChoice proxies = ProxyChoice.system();
  private @Nullable AccessToken accessToken;
  private ReconnectPolicy reconnect = ReconnectPolicy.FOR_EVER;
  private Duration resumeGrace = DEFAULT_RESUME_GRACE;
  private Map<ExposerLimit, Long> limits = Map.of();
  private @Nullable TunnelApproval approval;
  private Duration approvalTimeout = DEFAULT_APPROVAL_TIMEOUT;
  private ExposerListener listener = new ExposerListener() {};
  private @Nullable Executor listenerExecutor;

  ExposerBuilder() {}

  /**
   * The relay to register with. Required.
   *
   * @param relay with the scheme ws, wss, http or https; a path is kept and put before the relay's
   *     own
   * @return this
   */
  public ExposerBuilder relay(URI relay) {
    return relays(List.of(relay));
  }

  /**
   * The relay to register with, as people write it. Required.
   *
   * @param relay {@code ws://…}, {@code wss://…}, {@code http(s)://…}, {@code host:port} or {@code
   *     host}; without a scheme, ws is meant
   * @return this
   */
  public ExposerBuilder relay(String relay) {
    return relays(List.of(RelayAddress.parse(relay)));
  }

  /**
   * The relays to register with, in the order of preference: while one is away the next is tried.
   * Both sides of a server need the same ones. Takes the place of {@link #relay(URI)}.
   *
   * @param relays 1 to 16 addresses as for {@link #relay(URI)}
   * @return this
   */
  public ExposerBuilder relays(List<URI> relays) {
    this.relays = RelayAddress.check(relays);
    return this;
  }

  /**
   * The UDP server, as a port at 127.0.0.1. A target is required.
   *
   * @param port 1 to 65,535
   * @return this
   */
  public ExposerBuilder target(int port) {
    return targets(List.of(Target.ofPort(port)));
  }

  /**
   * The UDP server. A target is required.
   *
   * @param host a name, looked up at the start, or an address
   * @param port 1 to 65,535
   * @return this
   */
  public ExposerBuilder target(String host, int port) {
    return targets(List.of(new Target(host, port)));
  }

  /**
   * The UDP server. A target is required.
   *
   * @param address its address
   * @return this
   */
  public ExposerBuilder target(InetSocketAddress address) {
    return target(address.getHostString(), address.getPort());
  }

  /**
   * The UDP server's ports, for games that have more than one. A connector opens the same offsets
   * at its side: for 7777 and 7778, its port and the next. A target is required.
   *
   * @param targets 1 to {@value Target#MAX_TARGETS} targets with different ports
   * @return this
   */
  public ExposerBuilder targets(List<Target> targets) {
    if (targets.isEmpty() || targets.size() > Target.MAX_TARGETS) {
      throw new IllegalArgumentException(
          "between 1 and %d targets can be given, not %d"
              .formatted(Target.MAX_TARGETS, targets.size()));
    }
    Set<Integer> ports = new HashSet<>();
    for (Target target : targets) {
      if (!ports.add(target.port())) {
        throw new IllegalArgumentException(
            "two targets have port %d, and connectors tell targets apart by port: give them different ones"
                .formatted(target.port()));
      }
    }
    this.targets = List.copyOf(targets);
    return this;
  }

  /**
   * The server ID to register, with a key that is made at the start. Default: a random one. Clashes
   * with {@link #identity}.
   *
   * @param serverId the ID
   * @return this
   */
  public ExposerBuilder serverId(ServerId serverId) {
    this.serverId = serverId;
    return this;
  }

  /**
   * The server ID to register, as people write it. Default: a random one. Clashes with {@link
   * #identity}.
   *
   * @param serverId see {@link ServerId#parse}
   * @return this
   */
  public ExposerBuilder serverId(String serverId) {
    return serverId(ServerId.parse(serverId));
  }

  /**
   * Server ID and key, to be the same server as at an earlier start; see {@link IdentityFile}.
   * Default: both are made at the start. Clashes with {@link #serverId(ServerId)}.
   *
   * @param identity who the exposer is
   * @return this
   */
  public ExposerBuilder identity(ExposerIdentity identity) {
    this.identity = identity;
    return this;
  }

  /**
   * The lowest local port towards the targets. Each remote client gets the lowest from here upwards
   * that is free. 0 lets the system choose. Default: 0.
   *
   * @param port 0 to 65,535
   * @return this
   */
  public ExposerBuilder minLocalPort(int port) {
    this.minLocalPort = Checks.portOrZero(port, "minLocalPort");
    return this;
  }

  /**
   * Whether each tunnel sends to an IPv4 loopback target from a 127.x.y.z of its own, for servers
   * that limit or ban by address. Where the system does not allow it (Linux and Windows do), the
   * ordinary address is used. Default: false.
   *
   * @param distinct true for addresses of their own
   * @return this
   */
  public ExposerBuilder distinctAddresses(boolean distinct) {
    this.distinctAddresses = distinct;
    return this;
  }

  /**
   * Time without a datagram either way after which a flow is closed and its port given back. 1 s to
   * 1 day; below 2 min players who pause are cut off (RFC 4787 REQ-5). Default: 5 min.
   *
   * @param timeout the time
   * @return this
   */
  public ExposerBuilder flowIdleTimeout(Duration timeout) {
    this.flowIdleTimeout =
        Checks.within(timeout, Duration.ofSeconds(1), Duration.ofDays(1), "flowIdleTimeout");
    return this;
  }

  /**
   * Time limit from the start until the exposer is registered, beyond {@link #waitForRelay}. 100 ms
   * to 10 min. Default: 15 s.
   *
   * @param timeout the time
   * @return this
   */
  public ExposerBuilder startTimeout(Duration timeout) {
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
  public ExposerBuilder waitForRelay(Duration timeout) {
    this.waitForRelay = Checks.within(timeout, Duration.ZERO, Duration.ofDays(365), "waitForRelay");
    return this;
  }

  /**
   * How to do TLS with relays at {@code wss} addresses. Default: {@link SideTls#DEFAULT}.
   *
   * @param tls whom to trust, and how to show who this is
   * @return this
   */
  public ExposerBuilder tls(SideTls tls) {
    this.tls = tls;
    return this;
  }

  /**
   * Reaches every relay through this HTTP proxy. Default: {@link ProxyChoice#system()}.
   *
   * @param proxy the proxy
   * @return this
   */
  public ExposerBuilder proxy(HttpProxy proxy) {
    return proxies(ProxyChoice.always(proxy));
  }

  /**
   * Decides for each relay whether to reach it through an HTTP proxy. Default: {@link
   * ProxyChoice#system()}.
   *
   * @param proxies the choice
   * @return this
   */
  public ExposerBuilder proxies(ProxyChoice proxies) {
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
  public ExposerBuilder accessToken(AccessToken token) {
    this.accessToken = token;
    return this;
  }

  /**
   * How to come back when the link to the relay is lost. Default: {@link ReconnectPolicy#FOR_EVER}.
   *
   * @param policy the policy
   * @return this
   */
  public ExposerBuilder reconnect(ReconnectPolicy policy) {
    this.reconnect = policy;
    return this;
  }

  /**
   * How long a connector's clients keep their local ports after its link was lost: the game server
   * sees one client with a lag spike if it returns by then. Counted from the loss, or from this
   * exposer's own return to the relay if that is later. 0 to 1 h. Default: 60 s.
   *
   * @param grace the time
   * @return this
   */
  public ExposerBuilder resumeGrace(Duration grace) {
    this.resumeGrace = Checks.within(grace, Duration.ZERO, Duration.ofHours(1), "resumeGrace");
    return this;
  }

  /**
   * Sets a limit. Default of each: {@link ExposerLimit#standard()}.
   *
   * @param limit which
   * @param value {@link ExposerLimit#least()} to {@link ExposerLimit#most()}
   * @return this
   */
  public ExposerBuilder limit(ExposerLimit limit, long value) {
    Map<ExposerLimit, Long> set = new EnumMap<>(ExposerLimit.class);
    set.putAll(limits);
    set.put(limit, Checks.within(value, limit.least(), limit.most(), limit.name()));
    this.limits = set;
    return this;
  }

  /**
   * Decides which connectors may reach the server. Default: all that know its ID.
   *
   * @param approval the decision
   * @return this
   */
  public ExposerBuilder approval(TunnelApproval approval) {
    this.approval = approval;
    return this;
  }

  /**
   * How long a decision of {@link #approval} may take before it is a refusal. 100 ms to 10 min.
   * Default: 30 s.
   *
   * @param timeout the time
   * @return this
   */
  public ExposerBuilder approvalTimeout(Duration timeout) {
    this.approvalTimeout =
        Checks.within(timeout, Duration.ofMillis(100), Duration.ofMinutes(10), "approvalTimeout");
    return this;
  }

  /**
   * Hears of events. Default: nobody does.
   *
   * @param listener the listener
   * @return this
   */
  public ExposerBuilder listener(ExposerListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Runs the listener; calls still come one at a time. Default: a thread of the exposer's own.
   *
   * @param executor the executor, for example {@code SwingUtilities::invokeLater}; this library
   *     never shuts it down
   * @return this
   */
  public ExposerBuilder listenerExecutor(Executor executor) {
    this.listenerExecutor = executor;
    return this;
  }

  /**
   * Starts an exposer and waits until it is registered. The builder can start more.
   *
   * @return the running exposer
   * @throws IllegalStateException if something required is missing or clashes
   * @throws RelayUnreachableException if no link to the relay can be made in time
   * @throws RejectedException if the relay refuses
   * @throws WsrException if it cannot start for another reason
   */
  public Exposer start() {
    return Providers.await(
        startAsync(), startTimeout.plus(waitForRelay).plusSeconds(1), "the exposer");
  }

  /**
   * Starts an exposer. Cancelling the future ends what was started.
   *
   * @return completed when it is registered, or exceptionally with a {@link WsrException}
   * @throws IllegalStateException if something required is missing or clashes
   */
  public CompletableFuture<Exposer> startAsync() {
    ExposerConfig config = config();
    return Providers.find().startExposer(config);
  }

  /**
   * Looks at what an exposer would need, and says of each step what was found: whether something
   * may listen at each target, to which two datagrams of one zero byte are sent; then the way to
   * each relay that is given, in their order, until one greets, and the round trip to it. It does
   * not register, since that would end a running exposer of the same identity; so it does not see
   * whether another one has the ID. Takes about a second where all is fine, and at most {@link
   * #startTimeout} more for each relay.
   *
   * @param heard is called on this thread with each step as it is done; what it throws ends the
   *     check
   * @return whether no target's machine says that nothing listens there, and a relay greets
   * @throws IllegalStateException if something required is missing or clashes
   * @throws WsrException if this thread is interrupted
   */
  public boolean check(Consumer<CheckStep> heard) {
    ExposerConfig config = config();
    return Providers.find().checkExposer(config, heard);
  }

  private ExposerConfig config() {
    List<String> wrong = new ArrayList<>();
    if (relays.isEmpty()) {
      wrong.add("a relay is missing: call relay(…)");
    }
    if (targets.isEmpty()) {
      wrong.add("a target is missing: call target(…)");
    }
    if (serverId != null && identity != null) {
      wrong.add("serverId(…) and identity(…) clash: an identity has an ID already");
    }
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("the exposer cannot start: " + String.join("; ", wrong));
    }
    return new ExposerConfig(
        new LinkConfig(
            relays,
            tls,
            proxies,
            Optional.ofNullable(accessToken),
            startTimeout,
            waitForRelay,
            reconnect),
        chosenIdentity(),
        targets,
        minLocalPort,
        distinctAddresses,
        flowIdleTimeout,
        resumeGrace,
        limits,
        Optional.ofNullable(approval),
        approvalTimeout,
        listener,
        Optional.ofNullable(listenerExecutor));
  }

  private ExposerIdentity chosenIdentity() {
    if (identity != null) {
      return identity;
    }
    return serverId == null ? ExposerIdentity.generate() : ExposerIdentity.forId(serverId);
  }
}
