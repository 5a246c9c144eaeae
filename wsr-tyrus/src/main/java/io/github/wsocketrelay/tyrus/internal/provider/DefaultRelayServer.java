package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.RelayConfig;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayListener;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayStats;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.tyrus.internal.access.Gate;
import io.github.wsocketrelay.tyrus.internal.concurrent.ListenerDispatcher;
import io.github.wsocketrelay.tyrus.internal.concurrent.ThreadTimers;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.concurrent.TimedPulse;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.relay.RelayCore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A relay, whatever its links come in by. */
final class DefaultRelayServer implements RelayServer {
  private static final Logger LOG = System.getLogger(DefaultRelayServer.class.getName());

  /** Enough for a side in reach to read that the relay goes away. */
  private static final Duration READING_LIMIT = Duration.ofMillis(200);

  /** Enough for what waits to be written to a side that reads. */
  private static final Duration WRITING_LIMIT = Duration.ofMillis(300);

  /** How often files are looked at, which may have changed. */
  static final Duration FILE_LOOK_PERIOD = Duration.ofSeconds(10);

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final RelayConfig config;
  private final String name = "wsr-relay-" + COUNT.incrementAndGet();
  private final ListenerDispatcher dispatcher;
  private final Lifecycle<RelayServer> lifecycle;
  private final ThreadTimers timers = new ThreadTimers(name + "-timer");

  /** Apart, since a file on a network that is away keeps its reader waiting. */
  private final ThreadTimers files = new ThreadTimers(name + "-files");

  private final TimedPulse pulse = new TimedPulse(timers, Ticker.SYSTEM);
  private final Limits<RelayLimit> limits;
  private final RelayCore core;
  private volatile @Nullable Entrance entrance;
  private volatile boolean released;

  private DefaultRelayServer(RelayConfig config) {
    this.config = config;
    this.dispatcher = new ListenerDispatcher(name + "-listener", config.listenerExecutor());
    this.limits = new Limits<>(RelayLimit.class, config::limit, this::limitReached, Ticker.SYSTEM);
    this.core =
        new RelayCore(
            config.publicHost(),
            Ticker.SYSTEM,
            pulse,
            timers,
            new SecureRandom(),
            limits,
            this::keep,
            dispatcher::deliver);
    this.lifecycle =
        new Lifecycle<>(
            name,
            dispatcher,
            this::release,
            (reason, cause) -> config.listener().onClosed(new RelayListener.Closed(reason, cause)));
  }

  static CompletableFuture<RelayServer> start(RelayConfig config) {
    DefaultRelayServer relay = new DefaultRelayServer(config);
    relay.lifecycle.start(() -> relay.open(OwnPort::open));
    return relay.lifecycle.started();
  }

  /** Starts a relay on the calling thread. */
  static RelayServer startHere(RelayConfig config, RelayParts.Opening opening) {
    DefaultRelayServer relay = new DefaultRelayServer(config);
    try {
      relay.open(opening);
      return relay;
    } catch (RuntimeException | Error e) {
      relay.close();
      throw e;
    }
  }

  private void open(RelayParts.Opening opening) {
    Gate gate = Gate.of(config.access(), Clock.systemUTC(), Ticker.SYSTEM);
    Entrance opened = opening.open(new RelayParts(name, config, core, gate, limits, timers, files));
    if (config.access().tokenFile().isPresent()) {
      files.every(FILE_LOOK_PERIOD, gate::look);
    }
    entrance = opened;
    if (released) {
      opened.stop(); // The relay was closed in between, on another thread.
    }
    if (config.access().isOpen()) {
      LOG.log(Level.INFO, "{0} is open to all who reach it: no tokens and no authenticator", name);
    }
    lifecycle.running(this);
  }

  private void keep(Consumer<RelayListener> event) {
    dispatcher.keep(() -> event.accept(config.listener()));
  }

  private void limitReached(RelayLimit limit, Optional<InetSocketAddress> peer) {
    Optional<InetSocketAddress> known = peer.filter(at -> !at.isUnresolved());
    keep(hears -> hears.onLimitReached(new RelayListener.LimitReached(limit, known)));
    timers.after(Duration.ZERO, dispatcher::deliver); // The caller may hold a lock.
  }

  private void release() {
    released = true;
    Entrance open = entrance;
    if (open != null) {
      open.stopAccepting();
      core.goAway();
      open.awaitEndOfLinks(READING_LIMIT);
      core.close();
      open.awaitEndOfLinks(WRITING_LIMIT);
      open.stop();
    } else {
      core.close();
    }
    files.close();
    timers.close();
  }

  @Override
  public InetSocketAddress localAddress() {
    Entrance open = entrance;
    if (open == null) {
      throw new IllegalStateException("the relay does not listen yet");
    }
    return open.localAddress();
  }

  @Override
  public RoleState state() {
    return lifecycle.state();
  }

  @Override
  public int servers() {
    return core.servers();
  }

  @Override
  public int links() {
    return core.links();
  }

  @Override
  public Map<RelayLimit, Long> limitHits() {
    return limits.hits();
  }

  @Override
  public TrafficStats trafficStats() {
    return core.trafficStats();
  }

  @Override
  public RelayStats stats() {
    Entrance open = entrance;
    return core.stats(open == null ? Optional.empty() : open.certificateExpiry());
  }

  @Override
  public CompletableFuture<Void> closeAsync() {
    return lifecycle.close();
  }

  @Override
  public void close() {
    lifecycle.closeAndWait();
  }
}
