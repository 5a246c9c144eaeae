package io.github.wsocketrelay.tyrus.internal.connector;

import io.github.wsocketrelay.ConnectorListener;
import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.flow.Activity;
import io.github.wsocketrelay.tyrus.internal.flow.FlowNumbers;
import io.github.wsocketrelay.tyrus.internal.flow.NumberTable;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSockets;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connector's local ports and flows, whatever becomes of links. Flows are opened by UDP loops,
 * and closed by the sweep, the link's thread or the end; every close is done once.
 */
public final class ConnectorCore {
  private static final Logger LOG = System.getLogger(ConnectorCore.class.getName());

  /** With twice the idle time-out: how long a number whose end was not confirmed is not used. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final List<InetAddress> addresses;
  private final boolean wildcard;
  private final List<Integer> localPorts;
  private final long flowIdleNanos;
  private final UdpSockets sockets;
  private final Ticker ticker;
  private final Consumer<Consumer<ConnectorListener>> listeners;
  private final TrafficCounters counters = new TrafficCounters();
  private final List<LocalSocket> locals = new CopyOnWriteArrayList<>();
  private final NumberTable<LocalFlow> flows = new NumberTable<>();
  private final FlowNumbers numbers;
  private volatile @Nullable Conversation open; // null while the server is away
  private volatile int targets = 1; // as far as known
  private volatile boolean closed;

  /**
   * Makes a core without ports.
   *
   * @param listeners is given each event, to pass it on in order
   */
  public ConnectorCore(
      Optional<InetAddress> bind,
      List<Integer> localPorts,
      Duration flowIdleTimeout,
      UdpSockets sockets,
      Ticker ticker,
      Consumer<Consumer<ConnectorListener>> listeners) {
    this.addresses = LocalAddresses.of(bind);
    this.wildcard = bind.isPresent() && bind.get().isAnyLocalAddress();
    this.localPorts = localPorts;
    this.flowIdleNanos = flowIdleTimeout.toNanos();
    this.sockets = sockets;
    this.ticker = ticker;
    this.listeners = listeners;
    this.numbers =
        new FlowNumbers(
            0, MessageFormat.MAX_NUMBER, ticker, 2 * flowIdleTimeout.toNanos() + GRACE.toNanos());
  }

  Ticker ticker() {
    return ticker;
  }

  TrafficCounters counters() {
    return counters;
  }

  // ---- local ports

  /**
   * Opens the ports that were asked for.
   *
   * @throws WsrException naming the port that cannot be opened
   */
  public void bind() {
    for (int target = 0; target < localPorts.size(); target++) {
      int port = localPorts.get(target);
      try {
        bind(target, port);
      } catch (IOException e) {
        throw new WsrException(
            "cannot open local UDP port %d at %s (%s): %s"
                .formatted(port, addresses.get(0).getHostAddress(), e.getMessage(), mend(e)),
            e);
      }
    }
  }

  private static String mend(IOException failure) {
    return failure instanceof BindException
        ? "close the program that uses it, or choose another port"
        : "is the limit of open files reached?";
  }

  private void bind(int target, int wantedPort) throws IOException {
    int port = wantedPort;
    boolean first = true;
    for (InetAddress address : addresses) {
      try {
        LocalSocket local =
            sockets.listen(
                new InetSocketAddress(address, port),
                socket -> new LocalSocket(this, target, socket));
        locals.add(local);
        if (closed) {
          local.close(); // In between, on another thread.
        }
        port = local.localAddress().getPort();
      } catch (IOException e) {
        boolean inUse = wildcard && e instanceof BindException;
        if (first || (inUse && hasAddress(address))) {
          throw e;
        }
        LOG.log(Level.DEBUG, "no port {0} at {1}: {2}", port, address, e);
      }
      first = false;
    }
  }

  /** Tells a port in use from an address that allows no socket: a bind fails alike for both. */
  private boolean hasAddress(InetAddress address) {
    try {
      sockets
          .listen(new InetSocketAddress(address, 0), socket -> new LocalSocket(this, 0, socket))
          .close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void bindFurther(List<Integer> offsets) {
    Set<Integer> bound = new HashSet<>();
    locals.forEach(local -> bound.add(local.target()));
    for (int target = 0; target < offsets.size(); target++) {
      if (!bound.contains(target)) {
        bindAtOffset(target, offsets.get(target));
      }
    }
    targets = offsets.size();
  }

  private void bindAtOffset(int target, int offset) {
    int port = localPorts.get(0) == 0 ? 0 : localPorts.get(0) + offset;
    try {
      if (port < 0 || port > 65_535 || (port == 0 && localPorts.get(0) != 0)) {
        throw new BindException("there is no such port");
      }
      bind(target, port);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "no local port {0} for target {1}: {2}", port, target, e.toString());
      String reason = String.valueOf(e.getMessage());
      tell(
          hears ->
              hears.onTargetUnavailable(
                  new ConnectorListener.TargetUnavailable(target, port, reason)));
    }
  }

  /** Every open local address, the first target's first. */
  public List<InetSocketAddress> localAddresses() {
    return locals.stream().map(LocalSocket::localAddress).toList();
  }

  // ---- the tunnel

  /** The exposer accepted; flows that are open already are told to it again. */
  void opened(Conversation relay, List<Integer> targetOffsets) {
    bindFurther(targetOffsets);
    List<LocalFlow> before = flows.values();
    before.forEach(flow -> sayOpened(relay, flow));
    open = relay;
    List<LocalFlow> meanwhile = flows.values();
    meanwhile.removeAll(before);
    meanwhile.forEach(flow -> sayOpened(relay, flow));
    relay.flush();
  }

  private static void sayOpened(Conversation relay, LocalFlow flow) {
    relay.say(new ControlMessage.FlowOpened(0, flow.number(), flow.socket().target()));
  }

  /** The server is away: what local programs send is dropped. */
  void away() {
    open = null;
  }

  // ---- datagrams

  void fromLocal(LocalSocket local, ByteBuffer payload, InetSocketAddress client) {
    counters.udpReceived(payload.remaining());
    if (payload.remaining() > MessageFormat.MAX_PAYLOAD_BYTES) {
      counters.dropped(DropReason.TOO_LARGE);
      return;
    }
    Conversation relay = open;
    if (relay == null) {
      counters.dropped(DropReason.TUNNEL_NOT_OPEN);
      return;
    }
    LocalFlow flow = local.flows().get(client);
    if (flow == null) {
      flow = openFlow(relay, local, client);
    }
    if (flow == null) {
      counters.dropped(DropReason.NO_FLOW);
      return;
    }
    flow.touch();
    relay.datagram(0, flow.number(), payload);
  }

  void toLocal(int number, ByteBuffer payload) {
    counters.linkReceived(payload.remaining());
    LocalFlow flow = flows.get(number);
    if (flow == null) {
      counters.dropped(DropReason.UNKNOWN_FLOW);
      return;
    }
    flow.touch();
    int bytes = payload.remaining();
    try {
      if (flow.socket().send(payload, flow.client())) {
        counters.udpSent(bytes);
      } else {
        counters.dropped(DropReason.SEND_FAILED);
      }
    } catch (IOException e) {
      counters.dropped(DropReason.SEND_FAILED);
    }
  }

  void staleFromLocal(int bytes) {
    counters.udpReceived(bytes);
    counters.dropped(DropReason.STALE);
  }

  void clientUnreachable() {
    counters.dropped(DropReason.PORT_UNREACHABLE);
  }

  void flush() {
    Conversation relay = open;
    if (relay != null) {
      relay.flush();
    }
  }

  // ---- flows

  private @Nullable LocalFlow openFlow(
      Conversation relay, LocalSocket local, InetSocketAddress client) {
    int number = local.target() < targets && !closed ? numbers.take() : -1;
    if (number < 0) {
      return null;
    }
    LocalFlow flow = new LocalFlow(number, local, client, new Activity(ticker));
    flows.put(number, flow);
    local.flows().put(client, flow);
    sayOpened(relay, flow);
    Conversation now = open;
    if (now != null && now != relay) {
      sayOpened(now, flow); // The tunnel was opened anew in between.
    }
    tell(
        hears ->
            hears.onFlowOpened(new ConnectorListener.FlowOpened(client, local.localAddress())));
    return flow;
  }

  /** The exposer ended a flow, or confirms that it has ended. */
  void flowClosed(Conversation relay, int number) {
    LocalFlow flow = flows.get(number);
    if (flow != null && closeFlow(flow)) {
      relay.say(new ControlMessage.FlowClosed(0, number));
      relay.flush();
    }
    numbers.free(number);
  }

  /** Ends the flows that carried nothing for the idle time. */
  public void sweep() {
    for (LocalFlow flow : flows.values()) {
      if (flow.isIdleFor(flowIdleNanos) && closeFlow(flow)) {
        numbers.abandon(flow.number());
        Conversation relay = open;
        if (relay != null) {
          relay.say(new ControlMessage.FlowClosed(0, flow.number()));
          relay.flush();
        }
      }
    }
  }

  private boolean closeFlow(LocalFlow flow) {
    if (!flow.close()) {
      return false;
    }
    flow.socket().flows().remove(flow.client(), flow);
    flows.remove(flow.number(), flow);
    tell(
        hears ->
            hears.onFlowClosed(
                new ConnectorListener.FlowClosed(flow.client(), flow.socket().localAddress())));
    return true;
  }

  /** Closes every flow and every port. */
  public void close() {
    closed = true;
    open = null;
    flows.values().forEach(this::closeFlow);
    locals.forEach(LocalSocket::close);
  }

  public TrafficStats trafficStats() {
    return counters.snapshot(open == null ? 0 : 1, flows.size());
  }

  private void tell(Consumer<ConnectorListener> event) {
    listeners.accept(event);
  }
}
