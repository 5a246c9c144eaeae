package io.github.wsocketrelay.tyrus.internal.connector;

import io.github.wsocketrelay.ConnectorListener;
import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.flow.Activity;
import io.github.wsocketrelay.tyrus.internal.flow.FlowNumbers;
import io.github.wsocketrelay.tyrus.internal.flow.NumberTable;
import io.github.wsocketrelay.tyrus.internal.link.Backlog;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import io.github.wsocketrelay.tyrus.internal.quality.PathMeter;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import io.github.wsocketrelay.tyrus.internal.udp.OwnPorts;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connector's flows, whatever becomes of links. Flows are opened by UDP loops, and closed by
 * the sweep, the link's thread or the end; every close is done once. While the tunnel is not open,
 * datagrams wait for a while, and flows for as long as they are not idle.
 */
public final class ConnectorCore {
  /** A flow that carried something since then never makes room for another. */
  static final Duration EVICTABLE_AFTER = Duration.ofSeconds(10);

  /** With twice the idle time-out: how long a number whose end was not confirmed is not used. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final LocalSockets locals;
  private final OwnPorts own;
  private final long flowIdleNanos;
  private final Ticker ticker;
  private final Consumer<Consumer<ConnectorListener>> listeners;
  private final Runnable deliver;
  private final TrafficCounters counters = new TrafficCounters();
  private final NumberTable<LocalFlow> flows = new NumberTable<>();
  private final FlowNumbers numbers;
  private final FlowPace pace; // guarded by lock
  private final ReportFlow reports; // guarded by lock where it says so
  private final Backlog backlog;
  private final Object lock = new Object();
  private @Nullable Conversation current; // guarded by lock; the newest that the relay has answered
  private long currentEpoch; // guarded by lock
  private byte @Nullable [] exposerKey; // guarded by lock
  private volatile @Nullable Conversation open; // written under lock; null while away
  private volatile boolean keeps; // written under lock; whether datagrams wait while away
  private volatile int targets = 1; // as far as known
  private volatile boolean closed;

  /**
   * Makes a core without ports.
   *
   * @param localPorts empty for none at all, as for a check
   * @param listeners is given each event in order, under a lock: it must only keep it
   * @param deliver is called afterwards, without a lock, to pass on what was kept
   */
  public ConnectorCore(
      Optional<InetAddress> bind,
      List<Integer> localPorts,
      Duration flowIdleTimeout,
      UdpSockets sockets,
      Ticker ticker,
      Consumer<Consumer<ConnectorListener>> listeners,
      Runnable deliver) {
    this.locals =
        new LocalSockets(
            bind,
            localPorts,
            sockets,
            (target, socket) ->
                new LocalSocket(
                    this, target, socket, sockets.own().connector(socket.localAddress())),
            listeners,
            deliver);
    this.own = sockets.own();
    this.flowIdleNanos = flowIdleTimeout.toNanos();
    this.ticker = ticker;
    this.listeners = listeners;
    this.deliver = deliver;
    this.backlog = new Backlog(counters, ticker);
    this.pace = new FlowPace(ticker);
    this.numbers =
        new FlowNumbers(
            0, MessageFormat.MAX_NUMBER, ticker, 2 * flowIdleTimeout.toNanos() + GRACE.toNanos());
    this.reports = new ReportFlow(ticker, numbers);
  }

  Ticker ticker() {
    return ticker;
  }

  TrafficCounters counters() {
    return counters;
  }

  /**
   * Opens the local ports that were asked for.
   *
   * @throws WsrException naming the port that cannot be opened
   */
  public void bind() {
    locals.bind();
  }

  /** Every open local address, the first target's first. */
  public List<InetSocketAddress> localAddresses() {
    return locals.addresses();
  }

  // ---- the tunnel

  /**
   * The relay has answered the opening of the tunnel over this link, so it has given up the link
   * before.
   *
   * @return false if it has answered over a newer one
   */
  boolean answered(Conversation relay, long epoch) {
    synchronized (lock) {
      if (Long.compareUnsigned(epoch, currentEpoch) <= 0) {
        return false;
      }
      current = relay;
      currentEpoch = epoch;
      open = null;
      return true;
    }
  }

  /** Whether no newer link has been answered. */
  boolean isCurrent(Conversation relay) {
    synchronized (lock) {
      return current == relay;
    }
  }

  /** Whether the exposer that has accepted is the one that was first. */
  boolean isSameExposer(byte[] publicKey) {
    synchronized (lock) {
      if (exposerKey == null) {
        exposerKey = publicKey;
      }
      return Arrays.equals(exposerKey, publicKey);
    }
  }

  /**
   * The exposer accepted. It is told again of the flows that are open, and of those that it may not
   * know to be over; then what waits is sent.
   */
  void opened(Conversation relay, List<Integer> targetOffsets) {
    locals.bindFurther(targetOffsets);
    synchronized (lock) {
      if (closed || current != relay) {
        return;
      }
      targets = targetOffsets.size();
      List<Integer> ended = numbers.abandonAnew();
      ended.forEach(number -> relay.say(new ControlMessage.FlowClosed(0, number)));
      pace.told(ended.size() + flows.size());
      flows.values().forEach(flow -> announce(flow, relay));
      backlog.drainTo(0, relay, 0);
      reports.opened();
      open = relay;
      keeps = true;
    }
    relay.flush();
  }

  // guarded by lock
  private static void announce(LocalFlow flow, Conversation relay) {
    flow.announced();
    relay.say(new ControlMessage.FlowOpened(0, flow.number(), flow.socket().target(), flow.hops()));
  }

  /** The server is away, or the link is gone; of no account for a link that has been replaced. */
  void away(Conversation relay) {
    synchronized (lock) {
      if (open == relay) {
        open = null;
      }
    }
  }

  // ---- datagrams

  void fromLocal(LocalSocket local, ByteBuffer payload, InetSocketAddress client) {
    counters.udpReceived(payload.remaining());
    if (payload.remaining() > MessageFormat.MAX_PAYLOAD_BYTES) {
      counters.dropped(DropReason.TOO_LARGE);
      return;
    }
    if (open == null && !keeps) {
      counters.dropped(DropReason.TUNNEL_NOT_OPEN);
      return;
    }
    LocalFlow flow = local.flows().get(client);
    if (flow == null) {
      flow = openFlow(local, client);
    }
    if (flow == null) {
      counters.dropped(DropReason.NO_FLOW);
      return;
    }
    flow.touch();
    reports.meter().sent();
    Conversation relay = open;
    if (relay != null) {
      relay.datagram(0, flow.number(), payload);
    } else {
      keep(flow, payload);
    }
  }

  private void keep(LocalFlow flow, ByteBuffer payload) {
    synchronized (lock) {
      Conversation relay = open;
      if (relay != null) {
        relay.datagram(0, flow.number(), payload); // Opened in between.
      } else if (keeps) {
        backlog.add(0, flow.number(), payload);
      } else {
        counters.dropped(DropReason.TUNNEL_NOT_OPEN); // Closed in between.
      }
    }
  }

  void toLocal(int number, ByteBuffer payload) {
    counters.linkReceived(payload.remaining());
    reports.meter().received();
    if (reports.is(number) && reports.meter().take(payload)) {
      return;
    }
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

  // ---- how good the path is

  /** Reports to the exposer, if it is time; called once a second. */
  public void report() {
    report(flows.size() == 0);
  }

  private void report(boolean idle) {
    synchronized (lock) {
      Conversation relay = open;
      if (relay != null) {
        reports.look(relay, idle);
      }
    }
    flush();
  }

  /** Reports in any case, for a check; the first time it tells the exposer that reports come. */
  public void probe() {
    report(false);
  }

  /** Whether the exposer may answer probes. */
  public boolean mayProbe() {
    synchronized (lock) {
      return reports.mayBeKnown();
    }
  }

  /** How many reports were answered. */
  public long answeredProbes() {
    return reports.meter().answers();
  }

  /** How good the path is now. */
  public PathQuality quality() {
    Conversation relay;
    synchronized (lock) {
      relay = current;
    }
    Optional<Duration> link = relay == null ? Optional.empty() : relay.roundTrip();
    return open == null ? PathMeter.linkOnly(link) : reports.meter().quality(link);
  }

  // ---- flows

  private @Nullable LocalFlow openFlow(LocalSocket local, InetSocketAddress client) {
    int hops = own.hopsFrom(client);
    if (hops > OwnPorts.MAX_HOPS || own.isConnector(client)) {
      return null; // A connector only answers, and what it sends here would come back for ever.
    }
    return changed(
        () -> {
          boolean wanted = local.target() < targets && !closed;
          int number = wanted && pace.tryOpen() && makeRoom() ? takeNumber() : -1;
          if (number < 0) {
            return null;
          }
          LocalFlow flow = new LocalFlow(number, local, client, hops, new Activity(ticker));
          flows.put(number, flow);
          local.flows().put(client, flow);
          Conversation relay = open;
          if (relay != null) {
            announce(flow, relay);
          }
          tell(
              hears ->
                  hears.onFlowOpened(
                      new ConnectorListener.FlowOpened(client, local.localAddress())));
          return flow;
        });
  }

  // guarded by lock
  private int takeNumber() {
    // While away time frees no number: the exposer may have kept the flow, and is told later.
    return open != null ? numbers.take() : numbers.takeConfirmed();
  }

  /** Whether there is room for another flow, for which the one that is idle longest may end. */
  // guarded by lock; in a change only
  private boolean makeRoom() {
    if (flows.size() < FlowPace.MAX_FLOWS) {
      return true;
    }
    Optional<LocalFlow> idlest =
        flows.values().stream()
            .filter(flow -> flow.isIdleFor(EVICTABLE_AFTER.toNanos()))
            .max(Comparator.comparingLong(LocalFlow::idleNanos));
    idlest.ifPresent(this::endFlow);
    return idlest.isPresent();
  }

  /** The exposer ended a flow, or confirms that it has ended. */
  void flowClosed(Conversation relay, int number) {
    change(
        () -> {
          if (open == relay) {
            LocalFlow flow = flows.get(number);
            if (reports.is(number)) {
              reports.closed(relay);
            } else if (flow != null && closeFlow(flow)) {
              relay.say(new ControlMessage.FlowClosed(0, number));
            }
            numbers.free(number);
          }
        });
    relay.flush();
  }

  /** Ends the flows that carried nothing for the idle time. */
  public void sweep() {
    for (LocalFlow flow : flows.values()) {
      if (flow.isIdleFor(flowIdleNanos)) {
        change(() -> endFlow(flow));
      }
    }
    flush();
  }

  // guarded by lock; in a change only
  private void endFlow(LocalFlow flow) {
    if (!closeFlow(flow)) {
      return;
    }
    Conversation relay = open;
    if (!flow.isAnnounced()) {
      numbers.free(flow.number());
      return;
    }
    numbers.abandon(flow.number());
    if (relay != null) {
      relay.say(new ControlMessage.FlowClosed(0, flow.number()));
    }
  }

  // guarded by lock; in a change only
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
    change(
        () -> {
          closed = true;
          keeps = false;
          open = null;
          flows.values().forEach(this::closeFlow);
          backlog.clear();
        });
    locals.close();
  }

  public TrafficStats trafficStats() {
    return counters.snapshot(open == null ? 0 : 1, flows.size());
  }

  /** Makes a change of which the listener hears: told in order, and heard without the lock. */
  private <T extends @Nullable Object> T changed(Supplier<T> what) {
    try {
      synchronized (lock) {
        return what.get();
      }
    } finally {
      deliver.run();
    }
  }

  private void change(Runnable what) {
    boolean unused =
        changed(
            () -> {
              what.run();
              return true;
            });
  }

  // guarded by lock; in a change only
  private void tell(Consumer<ConnectorListener> event) {
    listeners.accept(event);
  }
}
