package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageEncoder;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams that wait for one link. Tunnels take turns by bytes, and within a tunnel its flows
 * do (deficit round robin), so a quiet flow does not wait behind a loud one. Within a flow the
 * oldest goes first, and what has waited for {@value #MAX_AGE_MILLIS} ms is dropped instead of
 * sent.
 *
 * <p>Bounded per flow and in all. Over a flow's bound that flow's oldest is dropped; over the whole
 * bound the oldest of the longest flow of the tunnel that holds the most. Every drop is counted.
 * Not safe for use by many threads.
 */
final class FairQueue {
  static final int MAX_DATAGRAMS = 512;
  static final int MAX_BYTES = 256 * 1024;
  static final int MAX_FLOW_DATAGRAMS = 64;
  static final int MAX_FLOW_BYTES = 64 * 1024;
  static final int MAX_AGE_MILLIS = 100;

  /** What a tunnel, and a flow in it, may send in one turn. */
  static final int QUANTUM_BYTES = 1_500;

  private static final long MAX_AGE_NANOS = Duration.ofMillis(MAX_AGE_MILLIS).toNanos();

  private final TrafficCounters counters;
  private final List<TunnelQueue> tunnels = new ArrayList<>();
  private int turn;
  private int datagrams;
  private int bytes;

  FairQueue(TrafficCounters counters) {
    this.counters = counters;
  }

  /** Adds a datagram; others are dropped where it makes them too many. */
  void add(Waiting datagram) {
    TunnelQueue tunnel = tunnel(datagram.channel());
    FlowQueue flow = tunnel.flow(datagram.flow());
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

  private TunnelQueue tunnel(int channel) {
    for (int i = 0; i < tunnels.size(); i++) {
      if (tunnels.get(i).channel == channel) {
        return tunnels.get(i);
      }
    }
    TunnelQueue added = new TunnelQueue(channel);
    tunnels.add(added);
    return added;
  }

  private TunnelQueue heaviest() {
    TunnelQueue heaviest = tunnels.get(0);
    for (int i = 1; i < tunnels.size(); i++) {
      if (tunnels.get(i).bytes() > heaviest.bytes()) {
        heaviest = tunnels.get(i);
      }
    }
    return heaviest;
  }

  /** What is to be sent next, or null when nothing waits that is still fresh. */
  @Nullable Waiting next(long nowNanos) {
    while (!tunnels.isEmpty()) {
      TunnelQueue tunnel = tunnels.get(turn);
      Waiting next = tunnel.next();
      if (next != null && nowNanos - next.sinceNanos() >= MAX_AGE_NANOS) {
        drop(tunnel, tunnel.current(), DropReason.STALE);
      } else if (next != null && tunnel.affords(next)) {
        return next;
      } else {
        tunnel.earn();
        turn = (turn + 1) % tunnels.size();
      }
    }
    return null;
  }

  /** Takes what {@link #next} gave. */
  void send(Waiting next) {
    TunnelQueue tunnel = tunnels.get(turn);
    tunnel.send(next);
    left(tunnel, next);
  }

  private void drop(TunnelQueue tunnel, FlowQueue flow, DropReason reason) {
    left(tunnel, tunnel.drop(flow));
    counters.dropped(reason);
  }

  private void left(TunnelQueue tunnel, Waiting datagram) {
    datagrams--;
    bytes -= datagram.bytes();
    if (tunnel.isEmpty()) {
      forget(tunnels.indexOf(tunnel));
    }
  }

  private void forget(int index) {
    tunnels.remove(index);
    if (index < turn) {
      turn--;
    }
    if (turn >= tunnels.size()) {
      turn = 0;
    }
  }

  /** Drops what waits for a channel. */
  void purge(int channel) {
    for (int i = 0; i < tunnels.size(); i++) {
      TunnelQueue tunnel = tunnels.get(i);
      if (tunnel.channel == channel) {
        datagrams -= tunnel.datagrams();
        bytes -= tunnel.bytes();
        counters.dropped(DropReason.UNKNOWN_CHANNEL, tunnel.datagrams());
        forget(i);
        return;
      }
    }
  }

  /** Drops all that waits. */
  void clear(DropReason reason) {
    counters.dropped(reason, datagrams);
    tunnels.clear();
    turn = 0;
    datagrams = 0;
    bytes = 0;
  }

  boolean isEmpty() {
    return datagrams == 0;
  }

  /** The bytes of all that waits, with headers; see {@link MessageEncoder#encodedBytes}. */
  int bytes() {
    return bytes;
  }
}
