package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageEncoder;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams that wait for one link, and the control messages of its tunnels. Tunnels take turns
 * by bytes, and within a tunnel its flows do (deficit round robin), so a quiet flow does not wait
 * behind a loud one. Within a flow the oldest goes first, and what has waited for {@value
 * #MAX_AGE_MILLIS} ms is dropped instead of sent.
 *
 * <p>Bounded per flow and in all. Over a flow's bound that flow's oldest is dropped; over the whole
 * bound the oldest of the longest flow of the tunnel that holds the most. Every drop is counted.
 *
 * <p>A tunnel's control messages go before its own datagrams, and in its turn: a peer that opens
 * and closes very many flows delays nobody else. They are as long as they wait neither too old nor
 * dropped for others; what would be too many is not taken.
 *
 * <p>Not safe for use by many threads.
 */
final class FairQueue {
  /** Enough for a burst of many players; with {@link #MAX_BYTES}, memory for a thousand links. */
  static final int MAX_DATAGRAMS = 512;

  static final int MAX_BYTES = 256 * 1024;

  /** One reading of a UDP socket; with {@link #MAX_FLOW_BYTES}, one datagram of any size. */
  static final int MAX_FLOW_DATAGRAMS = 64;

  static final int MAX_FLOW_BYTES = 64 * 1024;

  /** Older than that, a game has sent a newer one. */
  static final int MAX_AGE_MILLIS = 100;

  /** Control messages of all tunnels, and half of that of one. */
  static final int MAX_CONTROLS = 2_048;

  /** Bytes of them, with what they take besides. */
  static final int MAX_CONTROL_BYTES = 256 * 1024;

  private static final long MAX_AGE_NANOS = Duration.ofMillis(MAX_AGE_MILLIS).toNanos();

  /** Empty queues that are kept: more than one message mostly has datagrams of. */
  private static final int SPARE_FLOWS = 128;

  private static final int SPARE_TUNNELS = 32;

  private final TrafficCounters counters;
  private final MemoryBudget memory;
  private final WaitingPool pool;
  private final Turns<TunnelQueue> tunnels = new Turns<>();
  private final Spares<TunnelQueue> spareTunnels = new Spares<>(SPARE_TUNNELS);
  private final Spares<FlowQueue> spareFlows = new Spares<>(SPARE_FLOWS);
  private int datagrams;
  private int bytes;
  private int controls;
  private int controlBytes;
  private int lastAsked; // by sendAnyControl

  FairQueue(TrafficCounters counters, MemoryBudget memory) {
    this.counters = counters;
    this.memory = memory;
    this.pool = new WaitingPool(memory);
  }

  /**
   * Adds a copy of what remains of a datagram; others are dropped where it makes them too many, or
   * it where memory ends.
   *
   * @param sinceNanos from when on it counts as waiting
   */
  void add(int channel, int flowNumber, ByteBuffer payload, long sinceNanos) {
    Waiting datagram = pool.copyOf(channel, flowNumber, payload, sinceNanos);
    if (datagram == null) {
      counters.dropped(DropReason.OVERLOAD);
      return;
    }
    TunnelQueue tunnel = tunnel(channel);
    FlowQueue flow = tunnel.flow(flowNumber);
    tunnel.add(flow, datagram);
    datagrams++;
    bytes += datagram.bytes();
    while (flow.datagrams() > MAX_FLOW_DATAGRAMS || flow.bytes() > MAX_FLOW_BYTES) {
      drop(tunnel, flow, DropReason.QUEUE_FULL);
    }
    while (datagrams > MAX_DATAGRAMS || bytes > MAX_BYTES) {
      TunnelQueue heaviest = heaviest();
      drop(heaviest, heaviest.longest(), DropReason.QUEUE_FULL);
    }
  }

  /**
   * Adds a control message of a tunnel.
   *
   * @return false if too many wait, or memory ends, and it was not added
   */
  boolean addControl(Waiting control) {
    TunnelQueue known = find(control.channel());
    int added = control.bytes() + MemoryBudget.OVERHEAD_BYTES;
    if (controls >= MAX_CONTROLS
        || (known != null && known.controls() >= MAX_CONTROLS / 2)
        || heldByControls() + added > MAX_CONTROL_BYTES
        || !memory.tryAdd(added)) {
      return false;
    }
    tunnel(control.channel()).addControl(control);
    controls++;
    controlBytes += control.bytes();
    return true;
  }

  boolean hasControls() {
    return controls > 0;
  }

  /** The memory that they take, in bytes. */
  int heldByControls() {
    return controlBytes + MemoryBudget.OVERHEAD_BYTES * controls;
  }

  /** Takes the control message that {@link #next} gave. */
  Waiting sendControl() {
    TunnelQueue tunnel = tunnels.current();
    Waiting sent = takeControl(tunnel);
    tunnel.credit().pay(sent);
    return sent;
  }

  /**
   * Takes a control message though the turn is a datagram's that may not go: of one tunnel after
   * the other. Null if none waits.
   */
  @Nullable Waiting sendAnyControl() {
    for (int i = 0; i < tunnels.size(); i++) {
      lastAsked = (lastAsked + 1) % tunnels.size();
      TunnelQueue tunnel = tunnels.get(lastAsked);
      if (tunnel.controls() > 0) {
        Waiting sent = takeControl(tunnel);
        tunnel.credit().pay(sent);
        return sent;
      }
    }
    return null;
  }

  private Waiting takeControl(TunnelQueue tunnel) {
    Waiting taken = tunnel.takeControl();
    controls--;
    controlBytes -= taken.bytes();
    memory.remove(taken.bytes() + MemoryBudget.OVERHEAD_BYTES);
    forget(tunnel);
    return taken;
  }

  private void forget(TunnelQueue tunnel) {
    if (tunnel.isEmpty()) {
      tunnels.remove(tunnel);
      spareTunnels.offer(tunnel);
    }
  }

  private TunnelQueue tunnel(int channel) {
    TunnelQueue found = find(channel);
    if (found != null) {
      return found;
    }
    TunnelQueue spare = spareTunnels.poll();
    TunnelQueue added = (spare == null ? new TunnelQueue(spareFlows) : spare).of(channel);
    tunnels.add(added);
    return added;
  }

  private @Nullable TunnelQueue find(int channel) {
    for (int i = 0; i < tunnels.size(); i++) {
      if (tunnels.get(i).channel() == channel) {
        return tunnels.get(i);
      }
    }
    return null;
  }

  private TunnelQueue heaviest() {
    TunnelQueue heaviest = tunnels.current();
    for (int i = 0; i < tunnels.size(); i++) {
      if (tunnels.get(i).bytes() > heaviest.bytes()) {
        heaviest = tunnels.get(i);
      }
    }
    return heaviest;
  }

  /** What is to be sent next, or null when nothing waits that may still be sent. */
  @Nullable Waiting next(long nowNanos) {
    while (!tunnels.isEmpty()) {
      TunnelQueue tunnel = tunnels.current();
      Waiting next = tunnel.next();
      if (next != null && isStale(next, nowNanos)) {
        drop(tunnel, tunnel.current(), DropReason.STALE);
      } else if (next != null && tunnel.credit().affords(next)) {
        return next;
      } else {
        tunnel.credit().earn();
        tunnels.pass();
      }
    }
    return null;
  }

  static boolean isStale(Waiting datagram, long nowNanos) {
    return !datagram.isControl() && nowNanos - datagram.sinceNanos() >= MAX_AGE_NANOS;
  }

  /** Drops all that has waited too long, wherever it waits. Looks at each flow. */
  void dropStale(long nowNanos) {
    // Backwards, since what becomes empty is taken out.
    for (int i = tunnels.size() - 1; i >= 0; i--) {
      TunnelQueue tunnel = tunnels.get(i);
      for (int j = tunnel.flows() - 1; j >= 0; j--) {
        dropStale(tunnel, tunnel.flowAt(j), nowNanos);
      }
    }
  }

  private void dropStale(TunnelQueue tunnel, FlowQueue flow, long nowNanos) {
    for (Waiting oldest = flow.oldest();
        oldest != null && isStale(oldest, nowNanos);
        oldest = flow.oldest()) {
      drop(tunnel, flow, DropReason.STALE);
    }
  }

  /**
   * Takes a datagram of a channel for good, however old and whosever turn it is: flow after flow,
   * and within a flow the oldest first.
   */
  @Nullable Waiting takeOf(int channel) {
    TunnelQueue tunnel = find(channel);
    if (tunnel == null) {
      return null;
    }
    Waiting next = tunnel.next();
    if (next != null) {
      pool.letGo(take(tunnel, tunnel.current()));
    }
    return next;
  }

  /** Whether what {@link #next} gave is all that waits of a flow of which nothing waited before. */
  boolean isNextSparse() {
    return tunnels.current().current().isSparse();
  }

  /** Takes the datagram that {@link #next} gave, which is in a message now, and not to be used. */
  void sent(Waiting next) {
    TunnelQueue tunnel = tunnels.current();
    tunnel.credit().pay(next);
    tunnel.current().credit().pay(next);
    pool.giveBack(take(tunnel, tunnel.current()));
  }

  private void drop(TunnelQueue tunnel, FlowQueue flow, DropReason reason) {
    pool.giveBack(take(tunnel, flow));
    counters.dropped(reason);
  }

  private Waiting take(TunnelQueue tunnel, FlowQueue flow) {
    Waiting taken = tunnel.take(flow);
    datagrams--;
    bytes -= taken.bytes();
    forget(tunnel);
    return taken;
  }

  /** Drops what waits for a channel. */
  void purge(int channel, DropReason reason) {
    TunnelQueue purged = find(channel);
    if (purged == null) {
      return;
    }
    int left = purged.controls() + purged.datagrams(); // It is a spare when nothing is left.
    for (; left > 0; left--) {
      if (purged.controls() > 0) {
        takeControl(purged);
      } else {
        drop(purged, purged.current(), reason);
      }
    }
  }

  /** Drops all that waits. */
  void clear(DropReason reason) {
    counters.dropped(reason, datagrams);
    memory.remove(heldByControls());
    tunnels.clear();
    spareTunnels.clear();
    spareFlows.clear();
    pool.letAllGo();
    datagrams = 0;
    bytes = 0;
    controls = 0;
    controlBytes = 0;
  }

  /** Lets go of what is kept for datagrams and was not needed since the last call. */
  void trim() {
    pool.trim();
    spareFlows.trim();
    spareTunnels.trim();
  }

  /** Lets go of all that is kept for datagrams. */
  void letSparesGo() {
    pool.clear();
    spareFlows.clear();
    spareTunnels.clear();
  }

  /** The bytes of all that waits, with headers; see {@link MessageEncoder#encodedBytes}. */
  int bytes() {
    return bytes;
  }

  /** The memory that it takes and keeps, in bytes. */
  long heldBytes() {
    return pool.heldBytes() + heldByControls();
  }

  /** Drops the heaviest until only so many bytes are held. */
  void shed(long left) {
    letSparesGo();
    while (datagrams > 0 && heldBytes() > left) {
      TunnelQueue heaviest = heaviest();
      pool.letGo(take(heaviest, heaviest.longest()));
      counters.dropped(DropReason.OVERLOAD);
    }
  }

  boolean isEmpty() {
    return datagrams == 0 && controls == 0;
  }
}
