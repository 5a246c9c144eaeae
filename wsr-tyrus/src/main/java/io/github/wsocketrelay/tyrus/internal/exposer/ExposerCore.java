package io.github.wsocketrelay.tyrus.internal.exposer;

import io.github.wsocketrelay.ExposerLimit;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.flow.Activity;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.link.Backlog;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import io.github.wsocketrelay.tyrus.internal.quality.Overview;
import io.github.wsocketrelay.tyrus.internal.quality.PathMeter;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.udp.OwnPorts;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSockets;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The exposer's flows, and its tunnels in a {@link TunnelTable}, whatever becomes of links. Flows
 * are opened by a link's thread, and closed by it, the sweep or the end. Every close is done once.
 */
public final class ExposerCore {
  private static final Logger LOG = System.getLogger(ExposerCore.class.getName());

  /** A flow that carried something since then never makes room. */
  static final Duration EVICTABLE_AFTER = Duration.ofSeconds(10);

  private static final String CLOSED_BY_HOST = "closed by the host";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int INSTANCE_BYTES = 16;

  private final byte[] instance = new byte[INSTANCE_BYTES];
  private final List<Target> targets;
  private final List<InetSocketAddress> targetAddresses;
  private final long flowIdleNanos;
  private final LocalPorts ports;
  private final OwnPorts own;
  private final TunnelAddress tunnelAddress;

  private final Limits<ExposerLimit> limits;

  private final Ticker ticker;
  private final TrafficCounters counters = new TrafficCounters();
  private final Consumer<Consumer<ExposerListener>> listeners;
  private final Runnable deliver;
  private final Backlog backlog;
  private final TunnelTable tunnels;
  private final AtomicInteger openFlows = new AtomicInteger();
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * Makes a core without tunnels.
   *
   * @param targetAddresses the targets' addresses, in the same order
   * @param resumeGrace how long a tunnel waits for its connector, counted from the later of the
   *     loss of its link and the last return of the exposer's own
   * @param listeners is given each event in order, also under a lock: it must only keep it
   * @param deliver is called afterwards, without a lock, to pass on what was kept
   */
  public ExposerCore(
      List<Target> targets,
      List<InetSocketAddress> targetAddresses,
      int minLocalPort,
      boolean distinctAddresses,
      Duration flowIdleTimeout,
      Duration resumeGrace,
      UdpSockets sockets,
      Limits<ExposerLimit> limits,
      Approvals approvals,
      Ticker ticker,
      Consumer<Consumer<ExposerListener>> listeners,
      Runnable deliver) {
    RANDOM.nextBytes(instance);
    this.targets = targets;
    this.targetAddresses = targetAddresses;
    this.flowIdleNanos = flowIdleTimeout.toNanos();
    this.ports = new LocalPorts(sockets, minLocalPort);
    this.own = sockets.own();
    this.tunnelAddress = new TunnelAddress(distinctAddresses);
    this.limits = limits;
    this.ticker = ticker;
    this.listeners = listeners;
    this.deliver = deliver;
    this.backlog = new Backlog(counters, ticker);
    this.tunnels =
        new TunnelTable(
            resumeGrace, ticker, backlog, counters, limits, approvals, listeners, deliver);
  }

  Ticker ticker() {
    return ticker;
  }

  /** Tells this start of an exposer from all others; the same for all its links. */
  byte[] instance() {
    return instance;
  }

  TrafficCounters counters() {
    return counters;
  }

  /** The targets' ports, relative to the first one's. */
  List<Integer> targetOffsets() {
    int first = targets.get(0).port();
    return targets.stream().map(target -> target.port() - first).toList();
  }

  // ---- links and tunnels

  /** The exposer is registered by this link; false if it is by a newer one already. */
  boolean registered(Conversation link, long epoch) {
    return tunnels.registered(link, epoch);
  }

  /** Whether it is this link that the exposer is registered by. */
  boolean isLinkedBy(Conversation link) {
    return tunnels.isLinkedBy(link);
  }

  /** A link is gone. If it was the exposer's, all tunnels wait, and their flows live on. */
  void linkLost(Conversation link) {
    tunnels.linkLost(link);
  }

  /** How many tunnels wait for their connectors. */
  int waitingTunnels() {
    return tunnels.lost();
  }

  /** See {@link TunnelTable#attach}. */
  @Nullable ExposerTunnel attach(
      byte[] key, long epoch, InetSocketAddress remoteAddress, ExposerTunnel.Route to) {
    ExposerTunnel attached = tunnels.attach(key, epoch, remoteAddress, to);
    if (attached != null) {
      LOG.log(Level.DEBUG, "tunnel announced remote={0}", remoteAddress);
    }
    return attached;
  }

  /** See {@link TunnelTable#renewed}. */
  boolean renewed(
      ExposerTunnel tunnel,
      long epoch,
      InetSocketAddress remoteAddress,
      ExposerTunnel.Route attachedTo) {
    return tunnels.renewed(tunnel, epoch, remoteAddress, attachedTo);
  }

  /** A connector's link is lost: its tunnel and flows wait for it. */
  void loseTunnel(ExposerTunnel tunnel, ExposerTunnel.Route attachedTo) {
    ExposerTunnel crowdedOut = tunnels.lose(tunnel, attachedTo);
    LOG.log(Level.DEBUG, "tunnel lost remote={0}", tunnel.remoteAddress());
    if (crowdedOut != null) {
      end(crowdedOut);
    }
  }

  void closeTunnel(ExposerTunnel tunnel, ExposerTunnel.Route attachedTo) {
    if (tunnels.remove(tunnel, attachedTo)) {
      end(tunnel);
    }
  }

  /** Ends what is left of a tunnel that was taken out. */
  private void end(ExposerTunnel tunnel) {
    tunnel.flows().values().forEach(flow -> closeFlow(tunnel, flow));
    LOG.log(Level.DEBUG, "tunnel closed remote={0}", tunnel.remoteAddress());
    tell(
        hears ->
            hears.onTunnelClosed(
                new ExposerListener.TunnelClosed(tunnel.id(), tunnel.remoteAddress())));
  }

  // ---- flows

  /**
   * Opens a flow as the connector asks; one that cannot be opened is closed again at once.
   *
   * @param hops the tunnels that the flow's datagrams have been through before this one
   */
  void openFlow(ExposerTunnel tunnel, int number, int targetIndex, int hops) {
    if (hops > OwnPorts.MAX_HOPS) {
      LOG.log(Level.DEBUG, "no flow {0}: {1} tunnels before, perhaps a loop", number, hops);
      tunnel.opening(number);
      sayEnded(tunnel, number);
      return;
    }
    if (tunnel.flows().get(number) != null) {
      return; // Asked again after the server was away.
    }
    if (targetIndex == PathMeter.TARGET) {
      tunnel.opening(number);
      tunnel.reports().open(number);
      return;
    }
    tunnel.opening(number);
    if (targetIndex >= targets.size() || !isInPace(tunnel) || !makeRoom(tunnel)) {
      LOG.log(Level.DEBUG, "no flow {0} for target {1}", number, targetIndex);
      sayEnded(tunnel, number);
      return;
    }
    try {
      TargetFlow flow = open(tunnel, number, targetIndex, hops);
      openFlows.incrementAndGet();
      TargetFlow doubled = tunnel.flows().put(number, flow);
      warned.set(false);
      tell(hears -> hears.onFlowOpened(flow.opened()));
      if (doubled != null) {
        closeFlow(tunnel, doubled); // Another link's thread opened it at the same time.
      }
      if (tunnel.isClosed()) {
        closeFlow(tunnel, flow); // In between, on another thread.
      }
    } catch (IOException e) {
      Level level = warned.compareAndSet(false, true) ? Level.WARNING : Level.DEBUG;
      LOG.log(level, "no local port for a new client: {0}", e.toString());
      sayEnded(tunnel, number);
    }
  }

  private boolean isInPace(ExposerTunnel tunnel) {
    if (tunnel.tryOpen()) {
      return true;
    }
    limits.hit(ExposerLimit.NEW_FLOWS_PER_SECOND, tunnel.remoteAddress());
    return false;
  }

  /**
   * Whether another flow may be opened. Where one makes room for it, that is one of a tunnel that
   * waits, else one of this tunnel; the one that is idle longest.
   */
  private boolean makeRoom(ExposerTunnel tunnel) {
    boolean full = tunnel.flows().size() >= limits.of(ExposerLimit.FLOWS_PER_TUNNEL);
    if (!full && openFlows.get() < limits.of(ExposerLimit.FLOWS)) {
      return true;
    }
    limits.hit(full ? ExposerLimit.FLOWS_PER_TUNNEL : ExposerLimit.FLOWS, tunnel.remoteAddress());
    return (!full && endIdlest(tunnels.waitingFor(EVICTABLE_AFTER).stream(), Duration.ZERO))
        || endIdlest(Stream.of(tunnel), EVICTABLE_AFTER);
  }

  private boolean endIdlest(Stream<ExposerTunnel> of, Duration leastIdle) {
    return of.flatMap(tunnel -> tunnel.flows().values().stream())
        .filter(flow -> flow.isIdleFor(leastIdle.toNanos()))
        .max(Comparator.comparingLong(TargetFlow::idleNanos))
        .filter(flow -> endFlow(flow.tunnel(), flow))
        .isPresent();
  }

  private TargetFlow open(ExposerTunnel tunnel, int number, int targetIndex, int hops)
      throws IOException {
    InetSocketAddress address = targetAddresses.get(targetIndex);
    InetAddress local = tunnelAddress.towards(address, tunnel.key());
    Target target = targets.get(targetIndex);
    Activity activity = new Activity(ticker);
    return ports.open(
        local,
        address,
        socket ->
            new TargetFlow(
                tunnel,
                number,
                target,
                address,
                counters,
                activity,
                socket,
                own.flow(socket.localAddress(), hops)));
  }

  /** The connector ended a flow. */
  void flowClosed(ExposerTunnel tunnel, int number) {
    if (tunnel.isAnswer(number)) {
      return;
    }
    TargetFlow flow = tunnel.flows().get(number);
    if (flow != null) {
      closeFlow(tunnel, flow);
    }
    tunnel.reports().close(number);
    say(tunnel, number);
  }

  /**
   * Closes the flows that carried nothing for the idle time, and the tunnels that have waited too
   * long.
   */
  public void sweep() {
    tunnels.removeExpired().forEach(this::end);
    for (ExposerTunnel tunnel : tunnels.all()) {
      for (TargetFlow flow : tunnel.flows().values()) {
        if (flow.isIdleFor(flowIdleNanos)) {
          endFlow(tunnel, flow);
        }
      }
    }
  }

  private boolean endFlow(ExposerTunnel tunnel, TargetFlow flow) {
    if (!closeFlow(tunnel, flow)) {
      return false;
    }
    sayEnded(tunnel, flow.number());
    return true;
  }

  private boolean closeFlow(ExposerTunnel tunnel, TargetFlow flow) {
    if (!flow.close()) {
      return false;
    }
    tunnel.flows().remove(flow.number(), flow);
    openFlows.decrementAndGet();
    ports.giveBack(flow.localAddress().getPort());
    tell(hears -> hears.onFlowClosed(flow.closed()));
    return true;
  }

  private static void sayEnded(ExposerTunnel tunnel, int number) {
    tunnel.closing(number);
    say(tunnel, number);
  }

  private static void say(ExposerTunnel tunnel, int number) {
    ExposerTunnel.Route route = tunnel.route();
    if (route != null) {
      route.relay().say(new ControlMessage.FlowClosed(route.channel(), number));
      route.relay().flush();
    }
  }

  /** Closes every tunnel. */
  public void close() {
    tunnels.close().forEach(this::end);
    backlog.clear();
  }

  /** The tunnels that are open now, also those that wait. */
  public List<ExposerListener.TunnelOpened> tunnels() {
    return tunnels.all().stream()
        .map(tunnel -> new ExposerListener.TunnelOpened(tunnel.id(), tunnel.remoteAddress()))
        .toList();
  }

  /**
   * Ends a tunnel for good, whether its connector is there or lost; tells whether there was one.
   */
  public boolean closeTunnel(String id) {
    ExposerTunnel tunnel = tunnels.dismiss(id, CLOSED_BY_HOST);
    if (tunnel == null) {
      return false;
    }
    end(tunnel);
    return true;
  }

  /** The flows that are open now. */
  public List<ExposerListener.FlowOpened> flows() {
    return tunnels.all().stream()
        .flatMap(tunnel -> tunnel.flows().values().stream())
        .map(TargetFlow::opened)
        .toList();
  }

  /** How good the paths of all tunnels are now, together. */
  public PathQuality quality() {
    return Overview.of(
        tunnels.linkRoundTrip(), tunnels.all().stream().map(ExposerTunnel::quality).toList());
  }

  /** How good the path of one tunnel is now; empty if there is no such tunnel. */
  public Optional<PathQuality> quality(String id) {
    return tunnels.all().stream()
        .filter(tunnel -> tunnel.id().equals(id))
        .map(ExposerTunnel::quality)
        .findFirst();
  }

  public TrafficStats trafficStats() {
    int flows = tunnels.all().stream().mapToInt(tunnel -> tunnel.flows().size()).sum();
    return counters.snapshot(tunnels.size(), flows);
  }

  /** With no lock held. */
  private void tell(Consumer<ExposerListener> event) {
    listeners.accept(event);
    deliver.run();
  }
}
