package io.github.wsocketrelay.tyrus.internal.exposer;

import io.github.wsocketrelay.ExposerLimit;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.TunnelApproval;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.exposer.ExposerTunnel.Route;
import io.github.wsocketrelay.tyrus.internal.flow.FlowNumbers;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.limit.TokenBucket;
import io.github.wsocketrelay.tyrus.internal.link.Backlog;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageFormat;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The exposer's tunnels by identifier: which are attached to the exposer's link, and which wait for
 * it or for their connector, and for how long. Whoever takes a tunnel out closes its flows. Safe
 * for use by many threads.
 */
final class TunnelTable {
  /** Most tunnels that wait for their connector; over it the one that has waited longest ends. */
  static final int MAX_LOST = 1_024;

  private static final String DENIED = "denied";
  private static final String LIMIT_REACHED = "limit-reached";

  private final long graceNanos;
  private final Ticker ticker;
  private final Backlog backlog;
  private final TrafficCounters counters;
  private final Limits<ExposerLimit> limits;
  private final Approvals approvals;
  private final Consumer<Consumer<ExposerListener>> listeners;
  private final Runnable deliver;
  private final Object lock = new Object();
  private final Map<String, ExposerTunnel> tunnels =
      new ConcurrentHashMap<>(); // written under lock
  private final Set<ExposerTunnel> lost = new LinkedHashSet<>(); // guarded by lock, in that order
  private final TunnelRequests requests = new TunnelRequests(); // guarded by lock
  private final DismissedTunnels dismissed = new DismissedTunnels(); // guarded by lock
  private final FlowNumbers numbers;
  private @Nullable Conversation link; // guarded by lock; null while the exposer has none
  private long linkEpoch; // guarded by lock
  private long linkedNanos; // guarded by lock
  private boolean closed; // guarded by lock

  /**
   * Makes an empty table.
   *
   * @param grace how long a tunnel waits for its connector while the exposer has a link
   * @param listeners is given each event in order, under a lock: it must only keep it
   * @param deliver is called afterwards, without a lock, to pass on what was kept
   */
  TunnelTable(
      Duration grace,
      Ticker ticker,
      Backlog backlog,
      TrafficCounters counters,
      Limits<ExposerLimit> limits,
      Approvals approvals,
      Consumer<Consumer<ExposerListener>> listeners,
      Runnable deliver) {
    this.graceNanos = grace.toNanos();
    this.ticker = ticker;
    this.backlog = backlog;
    this.counters = counters;
    this.limits = limits;
    this.approvals = approvals;
    this.listeners = listeners;
    this.deliver = deliver;
    this.numbers = new FlowNumbers(0, MessageFormat.MAX_NUMBER, ticker, Long.MAX_VALUE);
  }

  Collection<ExposerTunnel> all() {
    return tunnels.values();
  }

  int size() {
    return tunnels.size();
  }

  /** How many wait for their connector. */
  int lost() {
    synchronized (lock) {
      return lost.size();
    }
  }

  // ---- the exposer's own link

  /**
   * The exposer is registered by this link; tunnels of another wait to be announced on it.
   *
   * @return false if it has been registered by a newer one
   */
  boolean registered(Conversation newLink, long epoch) {
    synchronized (lock) {
      if (Long.compareUnsigned(epoch, linkEpoch) <= 0) {
        return false;
      }
      detachAll();
      link = newLink;
      linkEpoch = epoch;
      linkedNanos = ticker.nanos();
      return true;
    }
  }

  /** Whether it is this link that the exposer is registered by. */
  boolean isLinkedBy(Conversation asked) {
    synchronized (lock) {
      return link == asked;
    }
  }

  /** The round trip to the relay, if there is a link and it was measured. */
  Optional<Duration> linkRoundTrip() {
    Conversation current;
    synchronized (lock) {
      current = link;
    }
    return current == null ? Optional.empty() : current.roundTrip();
  }

  /** A link is gone; that of the exposer's tunnels or any other. */
  void linkLost(Conversation gone) {
    synchronized (lock) {
      if (link == gone) {
        link = null;
        detachAll();
      }
    }
  }

  // guarded by lock
  private void detachAll() {
    long now = ticker.nanos();
    for (ExposerTunnel tunnel : tunnels.values()) {
      if (tunnel.route() != null) {
        tunnel.detach(now);
      }
    }
    requests.all().forEach(request -> request.detach(now));
  }

  // ---- connectors

  /**
   * A connector whose proof is right is announced on a channel: accepts it, asks the host first, or
   * refuses it.
   *
   * @return its tunnel, which may wait for the host; null if it has none
   */
  @Nullable ExposerTunnel attach(
      byte[] key, long epoch, InetSocketAddress remoteAddress, Route to) {
    return change(
        () -> {
          String id = HexFormat.of().formatHex(key);
          if (closed || to.relay() != link) {
            return null; // A refusal would end the connector for good.
          } else if (dismissed.contains(id)) {
            return refuse(to, DENIED);
          } else if (isFull(remoteAddress)) {
            return refuse(to, LIMIT_REACHED);
          }
          ExposerTunnel known = tunnels.get(id);
          TunnelRequest request = requests.get(id);
          if (known != null) {
            return resume(known, epoch, remoteAddress, to);
          }
          return request != null
              ? resume(request, epoch, remoteAddress, to)
              : open(key, epoch, remoteAddress, to);
        });
  }

  // guarded by lock
  private static @Nullable ExposerTunnel refuse(Route to, String reason) {
    to.relay().say(new ControlMessage.TunnelRefused(to.channel(), reason));
    return null;
  }

  // guarded by lock
  private boolean isFull(InetSocketAddress remoteAddress) {
    long attached = tunnels.values().stream().filter(tunnel -> tunnel.route() != null).count();
    if (attached + requests.attached() < limits.of(ExposerLimit.TUNNELS)) {
      return false;
    }
    limits.hit(ExposerLimit.TUNNELS, remoteAddress);
    return true;
  }

  // guarded by lock
  private @Nullable ExposerTunnel open(
      byte[] key, long epoch, InetSocketAddress remoteAddress, Route to) {
    int number = numbers.take();
    if (number < 0) {
      return refuse(to, LIMIT_REACHED);
    }
    TokenBucket newFlows =
        new TokenBucket(
            limits.of(ExposerLimit.NEW_FLOWS_PER_SECOND),
            limits.of(ExposerLimit.NEW_FLOW_BURST),
            ticker);
    ExposerTunnel tunnel =
        new ExposerTunnel(
            key,
            number,
            epoch,
            remoteAddress,
            newFlows,
            new ReportAnswers(ticker),
            backlog,
            counters);
    if (approvals.areNeeded()) {
      ask(new TunnelRequest(tunnel, to));
    } else {
      accept(tunnel, to);
    }
    return tunnel;
  }

  // guarded by lock
  private void accept(ExposerTunnel tunnel, Route to) {
    tunnels.put(tunnel.id(), tunnel);
    tunnel.attach(to);
    InetSocketAddress from = tunnel.remoteAddress();
    tell(hears -> hears.onTunnelOpened(new ExposerListener.TunnelOpened(tunnel.id(), from)));
  }

  // guarded by lock
  private @Nullable ExposerTunnel resume(
      ExposerTunnel known, long epoch, InetSocketAddress remoteAddress, Route to) {
    // The same epoch: it is the exposer that was away, and the connector kept its link.
    if (known.route() != null || Long.compareUnsigned(epoch, known.epoch()) < 0) {
      return refuse(to, DENIED);
    }
    boolean wasLost = lost.remove(known);
    boolean moved = isElsewhere(remoteAddress, known.remoteAddress());
    known.proven(epoch, remoteAddress);
    known.attach(to);
    if (wasLost || moved) {
      tellResumed(known);
    }
    return known;
  }

  // ---- what the host is asked

  // guarded by lock
  private void ask(TunnelRequest request) {
    TunnelRequest oldest = requests.oldestDetached();
    if (oldest != null && requests.size() >= limits.of(ExposerLimit.TUNNELS)) {
      drop(oldest);
    }
    requests.add(request);
    ExposerTunnel tunnel = request.tunnel();
    request.timedBy(
        approvals.ask(
            new TunnelApproval.TunnelRequested(tunnel.id(), tunnel.remoteAddress()),
            approved -> decided(request, approved)));
  }

  /** Its connector has come again, or the exposer: the answer holds that came, or is to come. */
  // guarded by lock
  private @Nullable ExposerTunnel resume(
      TunnelRequest request, long epoch, InetSocketAddress remoteAddress, Route to) {
    ExposerTunnel tunnel = request.tunnel();
    if (request.route() != null || Long.compareUnsigned(epoch, tunnel.epoch()) < 0) {
      return refuse(to, DENIED);
    }
    tunnel.proven(epoch, remoteAddress);
    request.attach(to);
    if (request.isApproved()) {
      requests.remove(request);
      accept(tunnel, to);
    }
    return tunnel;
  }

  private void decided(TunnelRequest request, boolean approved) {
    Route told =
        change(
            () -> {
              if (!requests.contains(request)) {
                return null; // Nobody waits for it any more.
              }
              Route to = request.route();
              if (approved && to == null) {
                request.approve();
              } else if (approved && to != null) {
                requests.remove(request);
                accept(request.tunnel(), to);
              } else {
                drop(request);
                dismissed.add(request.tunnel().id());
                if (to != null) {
                  refuse(to, DENIED);
                }
              }
              return to;
            });
    if (told != null) {
      told.relay().flush();
    }
  }

  // guarded by lock
  private void drop(TunnelRequest request) {
    requests.remove(request);
    numbers.free(request.tunnel().number());
  }

  // ---- attached and lost

  /**
   * A connector that is attached came again over another link of its own.
   *
   * @return false if it is not newer than what is known
   */
  boolean renewed(
      ExposerTunnel tunnel, long epoch, InetSocketAddress remoteAddress, Route attachedTo) {
    return change(
        () -> {
          TunnelRequest request = requests.on(tunnel, attachedTo);
          if (request == null && !attachedTo.equals(tunnel.route())) {
            return true; // Of an earlier link of the exposer: nothing to answer.
          }
          if (Long.compareUnsigned(epoch, tunnel.epoch()) <= 0) {
            return false;
          }
          boolean moved = isElsewhere(remoteAddress, tunnel.remoteAddress());
          tunnel.proven(epoch, remoteAddress);
          if (moved && request == null) {
            tellResumed(tunnel);
          }
          return true;
        });
  }

  /** Each link has another port, which says nothing. */
  private static boolean isElsewhere(InetSocketAddress now, InetSocketAddress before) {
    return !Objects.equals(now.getAddress(), before.getAddress());
  }

  // guarded by lock
  private void tellResumed(ExposerTunnel tunnel) {
    InetSocketAddress from = tunnel.remoteAddress();
    tell(hears -> hears.onTunnelResumed(new ExposerListener.TunnelResumed(tunnel.id(), from)));
  }

  /**
   * The link of an attached tunnel's connector is lost: it waits.
   *
   * @return a tunnel that ends for it, since too many wait
   */
  @Nullable ExposerTunnel lose(ExposerTunnel tunnel, Route attachedTo) {
    return change(
        () -> {
          TunnelRequest request = requests.on(tunnel, attachedTo);
          if (request != null) {
            request.detach(ticker.nanos());
          }
          if (!attachedTo.equals(tunnel.route())) {
            return null;
          }
          tunnel.detach(ticker.nanos());
          lost.add(tunnel);
          InetSocketAddress from = tunnel.remoteAddress();
          tell(hears -> hears.onTunnelLost(new ExposerListener.TunnelLost(tunnel.id(), from)));
          if (lost.size() <= MAX_LOST) {
            return null;
          }
          ExposerTunnel longest = lost.iterator().next();
          take(longest);
          return longest;
        });
  }

  /** Takes an attached tunnel out, unless it is attached elsewhere; tells whether this call did. */
  boolean remove(ExposerTunnel tunnel, Route attachedTo) {
    synchronized (lock) {
      TunnelRequest request = requests.on(tunnel, attachedTo);
      if (request != null) {
        drop(request);
      }
      return attachedTo.equals(tunnel.route()) && take(tunnel);
    }
  }

  /**
   * Takes a tunnel out as the host wishes: its connector is told, and not let in again under this
   * identifier, also where it is lost or has no way to be told now.
   *
   * @return the tunnel, or null if there is none
   */
  @Nullable ExposerTunnel dismiss(String id, String reason) {
    Route told;
    ExposerTunnel tunnel;
    synchronized (lock) {
      tunnel = tunnels.get(id);
      if (tunnel == null) {
        return null;
      }
      told = tunnel.route();
      if (told != null) { // Under the lock: later the channel may be another tunnel's.
        told.relay().say(new ControlMessage.CloseTunnel(told.channel(), reason));
      }
      take(tunnel);
      dismissed.add(id);
    }
    if (told != null) {
      told.relay().flush();
    }
    return tunnel;
  }

  /** Takes out those that have waited for as long as they may. */
  List<ExposerTunnel> removeExpired() {
    synchronized (lock) {
      if (link == null) {
        return List.of(); // None of them can come back now.
      }
      requests
          .matching(
              request -> request.route() == null && hasWaited(request.detachedNanos(), graceNanos))
          .forEach(this::drop);
      return tunnels.values().stream()
          .filter(tunnel -> isWaitingFor(tunnel, graceNanos))
          .filter(this::take)
          .toList();
    }
  }

  /** Takes out all, and lets none in any more. */
  List<ExposerTunnel> close() {
    synchronized (lock) {
      closed = true;
      List.copyOf(requests.all()).forEach(this::drop);
      return tunnels.values().stream().filter(this::take).toList();
    }
  }

  /** Those that could have come back for this long, and have not. */
  List<ExposerTunnel> waitingFor(Duration time) {
    synchronized (lock) {
      return tunnels.values().stream()
          .filter(tunnel -> isWaitingFor(tunnel, time.toNanos()))
          .toList();
    }
  }

  // guarded by lock
  private boolean isWaitingFor(ExposerTunnel tunnel, long nanos) {
    return tunnel.route() == null && hasWaited(tunnel.detachedNanos(), nanos);
  }

  // guarded by lock
  private boolean hasWaited(long sinceNanos, long nanos) {
    long now = ticker.nanos();
    return now - sinceNanos >= nanos && now - linkedNanos >= nanos;
  }

  // guarded by lock
  private boolean take(ExposerTunnel tunnel) {
    if (!tunnels.remove(tunnel.id(), tunnel)) {
      return false;
    }
    lost.remove(tunnel);
    tunnel.close();
    numbers.free(tunnel.number());
    return true;
  }

  /** Makes a change of which the listener hears: told in order, and heard without the lock. */
  private <T extends @Nullable Object> T change(Supplier<T> what) {
    try {
      synchronized (lock) {
        return what.get();
      }
    } finally {
      deliver.run();
    }
  }

  // guarded by lock; in a change only
  private void tell(Consumer<ExposerListener> event) {
    listeners.accept(event);
  }
}
