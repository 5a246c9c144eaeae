package io.github.wsocketrelay.tyrus.internal.exposer;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.flow.NumberTable;
import io.github.wsocketrelay.tyrus.internal.limit.TokenBucket;
import io.github.wsocketrelay.tyrus.internal.link.Backlog;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One connector as the exposer sees it, with its flows. It is attached to a channel of the
 * exposer's link, or waits to be, or is closed; {@link TunnelTable} decides. While it waits, so do
 * its datagrams.
 */
final class ExposerTunnel {
  /** Where its datagrams go. */
  record Route(Conversation relay, int channel) {}

  private final byte[] key;
  private final String id;
  private final int number;
  private final Backlog backlog;
  private final TrafficCounters counters;
  private final TokenBucket newFlows; // guarded by itself
  private final ReportAnswers reports;
  private final NumberTable<TargetFlow> flows = new NumberTable<>();
  private final BitSet closing = new BitSet(); // guarded by closing
  private volatile InetSocketAddress remoteAddress;
  private volatile long epoch;
  private volatile @Nullable Route route; // written under this
  private volatile long detachedNanos;
  private volatile boolean closed; // written under this

  /**
   * Makes a tunnel that is not attached yet.
   *
   * @param number its own among the exposer's tunnels, for the backlog
   * @param newFlows how fast its connector may open flows
   * @param reports its own
   */
  ExposerTunnel(
      byte[] key,
      int number,
      long epoch,
      InetSocketAddress remoteAddress,
      TokenBucket newFlows,
      ReportAnswers reports,
      Backlog backlog,
      TrafficCounters counters) {
    this.key = key;
    this.id = HexFormat.of().formatHex(key);
    this.number = number;
    this.epoch = epoch;
    this.remoteAddress = remoteAddress;
    this.newFlows = newFlows;
    this.reports = reports;
    this.backlog = backlog;
    this.counters = counters;
  }

  byte[] key() {
    return key;
  }

  String id() {
    return id;
  }

  int number() {
    return number;
  }

  NumberTable<TargetFlow> flows() {
    return flows;
  }

  ReportAnswers reports() {
    return reports;
  }

  InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  long epoch() {
    return epoch;
  }

  /** Null while it waits, and when it is closed. */
  @Nullable Route route() {
    return route;
  }

  boolean isOn(Conversation link) {
    Route current = route;
    return current != null && current.relay() == link;
  }

  boolean isClosed() {
    return closed;
  }

  /** When it was attached last; of a tunnel that waits. */
  long detachedNanos() {
    return detachedNanos;
  }

  // ---- for the table

  /** The connector has proven itself anew. */
  void proven(long newEpoch, InetSocketAddress newRemoteAddress) {
    epoch = newEpoch;
    remoteAddress = newRemoteAddress;
  }

  /** Accepts it on a channel; what waited goes there, before all that comes later. */
  synchronized void attach(Route to) {
    to.relay().say(new ControlMessage.TunnelAccepted(to.channel()));
    backlog.drainTo(number, to.relay(), to.channel());
    route = to;
  }

  synchronized void detach(long nowNanos) {
    detachedNanos = nowNanos;
    route = null;
  }

  synchronized void close() {
    closed = true;
    route = null;
    backlog.drop(number);
  }

  // ---- datagrams

  /** Sends a datagram to the connector, with {@link #flush}, or keeps it for a while. */
  void send(int flow, ByteBuffer payload) {
    reports.meter().sent();
    Route to = route;
    if (to != null) {
      to.relay().datagram(to.channel(), flow, payload);
    } else {
      keep(flow, payload);
    }
  }

  private synchronized void keep(int flow, ByteBuffer payload) {
    Route to = route;
    if (to != null) {
      to.relay().datagram(to.channel(), flow, payload); // Attached in between.
    } else if (closed) {
      counters.dropped(DropReason.TUNNEL_NOT_OPEN);
    } else {
      backlog.add(number, flow, payload);
    }
  }

  /** Counts a datagram of the connector, and answers a report; tells whether it was one. */
  boolean received(int flow, ByteBuffer payload) {
    reports.meter().received();
    if (!reports.is(flow)) {
      return false;
    }
    ByteBuffer answer = reports.answer(payload);
    Route to = route;
    if (answer != null && to != null) {
      to.relay().datagram(to.channel(), flow, answer);
      to.relay().flush();
    }
    return true;
  }

  /** How good the path to its connector is now. */
  PathQuality quality() {
    Route to = route;
    return to == null ? PathQuality.UNKNOWN : reports.meter().quality(to.relay().roundTrip());
  }

  void flush() {
    Route to = route;
    if (to != null) {
      to.relay().flush();
    }
  }

  // ---- flows

  /** Whether its connector may open another flow now, which counts as opened. */
  boolean tryOpen() {
    synchronized (newFlows) {
      return newFlows.tryTake(1);
    }
  }

  /** This end has ended a flow and waits for the answer. */
  void closing(int flow) {
    synchronized (closing) {
      closing.set(flow);
    }
  }

  /** The number is used anew: an answer that has not come by now was lost. */
  void opening(int flow) {
    synchronized (closing) {
      closing.clear(flow);
    }
  }

  /** Whether an end of a flow that came is the answer to this end's own. */
  boolean isAnswer(int flow) {
    synchronized (closing) {
      boolean waited = closing.get(flow);
      closing.clear(flow);
      return waited;
    }
  }
}
