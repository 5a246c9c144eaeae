package io.github.wsocketrelay.tyrus.internal.exposer;

import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.flow.Activity;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSockets;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The exposer's tunnels and flows, whatever becomes of links. Tunnels are opened and closed by the
 * link's thread; flows are also closed by the sweep and at the end. Every close is done once.
 */
public final class ExposerCore {
  private static final Logger LOG = System.getLogger(ExposerCore.class.getName());

  /** Most flows of one tunnel; at the limit the one that is idle longest makes room. */
  static final int MAX_FLOWS_PER_TUNNEL = 1_024;

  /** Most flows of all tunnels together. */
  static final int MAX_FLOWS = 4_096;

  /** A flow that carried something since then never makes room. */
  static final Duration EVICTABLE_AFTER = Duration.ofSeconds(10);

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int INSTANCE_BYTES = 16;

  private final byte[] instance = new byte[INSTANCE_BYTES];
  private final List<Target> targets;
  private final List<InetSocketAddress> targetAddresses;
  private final long flowIdleNanos;
  private final LocalPorts ports;
  private final TunnelAddress tunnelAddress;
  private final Ticker ticker;
  private final TrafficCounters counters = new TrafficCounters();
  private final Consumer<Consumer<ExposerListener>> listeners;
  private final Map<String, ExposerTunnel> tunnels = new ConcurrentHashMap<>();
  private final AtomicInteger openFlows = new AtomicInteger();
  private final AtomicBoolean warned = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * Makes a core without tunnels.
   *
   * @param targetAddresses the targets' addresses, in the same order
   * @param listeners is given each event, to pass it on in order
   */
  public ExposerCore(
      List<Target> targets,
      List<InetSocketAddress> targetAddresses,
      int minLocalPort,
      boolean distinctAddresses,
      Duration flowIdleTimeout,
      UdpSockets sockets,
      Ticker ticker,
      Consumer<Consumer<ExposerListener>> listeners) {
    RANDOM.nextBytes(instance);
    this.targets = targets;
    this.targetAddresses = targetAddresses;
    this.flowIdleNanos = flowIdleTimeout.toNanos();
    this.ports = new LocalPorts(sockets, minLocalPort);
    this.tunnelAddress = new TunnelAddress(distinctAddresses);
    this.ticker = ticker;
    this.listeners = listeners;
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

  boolean hasTunnel(byte[] tunnel) {
    return tunnels.containsKey(HexFormat.of().formatHex(tunnel));
  }

  void openTunnel(ExposerTunnel tunnel) {
    tunnels.put(tunnel.id(), tunnel);
    LOG.log(Level.DEBUG, "tunnel opened remote={0}", tunnel.remoteAddress());
    tell(hears -> hears.onTunnelOpened(openedEvent(tunnel)));
    if (closed) {
      closeTunnel(tunnel); // In between, on another thread.
    }
  }

  private static ExposerListener.TunnelOpened openedEvent(ExposerTunnel tunnel) {
    return new ExposerListener.TunnelOpened(tunnel.id(), tunnel.remoteAddress());
  }

  void closeTunnel(ExposerTunnel tunnel) {
    tunnel.closed();
    tunnel.flows().values().forEach(flow -> closeFlow(tunnel, flow));
    if (!tunnels.remove(tunnel.id(), tunnel)) {
      return;
    }
    LOG.log(Level.DEBUG, "tunnel closed remote={0}", tunnel.remoteAddress());
    tell(
        hears ->
            hears.onTunnelClosed(
                new ExposerListener.TunnelClosed(tunnel.id(), tunnel.remoteAddress())));
  }

  /** Opens a flow as the connector asks; one that cannot be opened is closed again at once. */
  void openFlow(ExposerTunnel tunnel, int number, int targetIndex) {
    if (tunnel.flows().get(number) != null) {
      return; // Asked again after the server was away.
    }
    tunnel.opening(number);
    if (targetIndex >= targets.size() || !makeRoom(tunnel)) {
      LOG.log(Level.DEBUG, "no flow {0} for target {1}", number, targetIndex);
      endFlow(tunnel, number);
      return;
    }
    try {
      TargetFlow flow = open(tunnel, number, targetIndex);
      openFlows.incrementAndGet();
      tunnel.flows().put(number, flow);
      warned.set(false);
      tell(hears -> hears.onFlowOpened(flow.opened()));
      if (tunnel.route() == null) {
        closeFlow(tunnel, flow); // The tunnel was closed in between, on another thread.
      }
    } catch (IOException e) {
      Level level = warned.compareAndSet(false, true) ? Level.WARNING : Level.DEBUG;
      LOG.log(level, "no local port for a new client: {0}", e.toString());
      endFlow(tunnel, number);
    }
  }

  /** Whether another flow may be opened; closes the one that is idle longest where that helps. */
  private boolean makeRoom(ExposerTunnel tunnel) {
    if (tunnel.flows().size() < MAX_FLOWS_PER_TUNNEL && openFlows.get() < MAX_FLOWS) {
      return true;
    }
    return tunnel.flows().values().stream()
        .filter(flow -> flow.isIdleFor(EVICTABLE_AFTER.toNanos()))
        .max(Comparator.comparingLong(TargetFlow::idleNanos))
        .filter(flow -> closeFlow(tunnel, flow))
        .map(
            flow -> {
              endFlow(tunnel, flow.number());
              return true;
            })
        .orElse(false);
  }

  private TargetFlow open(ExposerTunnel tunnel, int number, int targetIndex) throws IOException {
    InetSocketAddress address = targetAddresses.get(targetIndex);
    InetAddress local = tunnelAddress.towards(address, tunnel.key());
    Target target = targets.get(targetIndex);
    Activity activity = new Activity(ticker);
    return ports.open(
        local,
        address,
        socket -> new TargetFlow(tunnel, number, target, address, counters, activity, socket));
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
    say(tunnel, number);
  }

  /** Closes the flows that carried nothing for the idle time. */
  public void sweep() {
    for (ExposerTunnel tunnel : tunnels.values()) {
      for (TargetFlow flow : tunnel.flows().values()) {
        if (flow.isIdleFor(flowIdleNanos) && closeFlow(tunnel, flow)) {
          endFlow(tunnel, flow.number());
        }
      }
    }
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

  private static void endFlow(ExposerTunnel tunnel, int number) {
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
    closed = true;
    tunnels.values().forEach(this::closeTunnel);
  }

  /** The flows that are open now. */
  public List<ExposerListener.FlowOpened> flows() {
    return tunnels.values().stream()
        .flatMap(tunnel -> tunnel.flows().values().stream())
        .map(TargetFlow::opened)
        .toList();
  }

  public TrafficStats trafficStats() {
    int flows = tunnels.values().stream().mapToInt(tunnel -> tunnel.flows().size()).sum();
    return counters.snapshot(tunnels.size(), flows);
  }

  private void tell(Consumer<ExposerListener> event) {
    listeners.accept(event);
  }
}
