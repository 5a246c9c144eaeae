package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.RelayConfig;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayListener;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.access.ForwardedFor;
import io.github.wsocketrelay.tyrus.internal.access.Gate;
import io.github.wsocketrelay.tyrus.internal.concurrent.ListenerDispatcher;
import io.github.wsocketrelay.tyrus.internal.concurrent.ThreadTimers;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.concurrent.TimedPulse;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.page.RelayPage;
import io.github.wsocketrelay.tyrus.internal.relay.RelayCore;
import io.github.wsocketrelay.tyrus.internal.tls.FileWatch;
import io.github.wsocketrelay.tyrus.internal.tyrus.Admission;
import io.github.wsocketrelay.tyrus.internal.tyrus.PageAnswer;
import io.github.wsocketrelay.tyrus.internal.tyrus.TyrusRelayContainer;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
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

/** A relay on a listener of its own. */
final class DefaultRelayServer implements RelayServer {
  private static final Logger LOG = System.getLogger(DefaultRelayServer.class.getName());

  /** Enough for a side in reach to read that the relay goes away. */
  private static final Duration READING_LIMIT = Duration.ofMillis(200);

  /** Enough for what waits to be written to a side that reads. */
  private static final Duration WRITING_LIMIT = Duration.ofMillis(300);

  /** How often files are looked at, which may have changed. */
  private static final Duration FILE_LOOK_PERIOD = Duration.ofSeconds(10);

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
  private volatile @Nullable TyrusRelayContainer container;
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
    relay.lifecycle.start(relay::listen);
    return relay.lifecycle.started();
  }

  private void listen() {
    InetSocketAddress address =
        config
            .bind()
            .map(bind -> new InetSocketAddress(bind, config.port()))
            .orElseGet(() -> new InetSocketAddress(config.port()));
    try {
      Optional<FileWatch> tls = config.tls().map(it -> new FileWatch(it, Clock.systemUTC()));
      Gate gate = Gate.of(config.access(), Clock.systemUTC(), Ticker.SYSTEM);
      TyrusRelayContainer listening =
          TyrusRelayContainer.start(
              address,
              name,
              core,
              gate,
              admission(),
              tls.map(FileWatch::context),
              config.page() ? Optional.of(page()) : Optional.empty());
      if (config.access().tokenFile().isPresent()) {
        files.every(FILE_LOOK_PERIOD, gate::look);
      }
      tls.ifPresent(watch -> files.every(FILE_LOOK_PERIOD, watch::look));
      container = listening;
      if (released) {
        listening.stop(); // The relay was closed in between, on another thread.
      }
    } catch (IOException e) {
      throw new WsrException(
          "cannot listen on %s (%s): %s"
              .formatted(show(address), e.getMessage(), BindMend.of(address)),
          e);
    } catch (DeploymentException e) {
      throw new WsrException("cannot deploy the relay's endpoints: " + e.getMessage(), e);
    }
    if (config.access().isOpen()) {
      LOG.log(Level.INFO, "{0} is open to all who reach it: no tokens and no authenticator", name);
    }
    lifecycle.running(this);
  }

  private Admission admission() {
    return Admission.with(
        limits, timers, Ticker.SYSTEM, new ForwardedFor(config.access().trustedProxies()));
  }

  private PageAnswer page() {
    RelayPage page =
        new RelayPage(
            config.access().tokenFile().isPresent()
                ? RelayPage.Access.TOKEN
                : config.access().isOpen() ? RelayPage.Access.OPEN : RelayPage.Access.DECIDED,
            () -> new RelayPage.Totals(core.servers(), core.trafficStats().openTunnels()));
    return new PageAnswer(page, config.publicHost(), config.tls().isPresent());
  }

  private static String show(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private void keep(Consumer<RelayListener> event) {
    dispatcher.keep(() -> event.accept(config.listener()));
  }

  private void limitReached(RelayLimit limit, Optional<InetSocketAddress> peer) {
    keep(hears -> hears.onLimitReached(new RelayListener.LimitReached(limit, peer)));
    timers.after(Duration.ZERO, dispatcher::deliver); // The caller may hold a lock.
  }

  private void release() {
    released = true;
    TyrusRelayContainer listening = container;
    if (listening != null) {
      listening.stopAccepting();
      core.goAway();
      listening.awaitEndOfLinks(READING_LIMIT);
      core.close();
      listening.awaitEndOfLinks(WRITING_LIMIT);
      listening.stop();
    } else {
      core.close();
    }
    files.close();
    timers.close();
  }

  @Override
  public InetSocketAddress localAddress() {
    TyrusRelayContainer listening = container;
    if (listening == null) {
      throw new IllegalStateException("the relay does not listen yet");
    }
    return listening.localAddress();
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
  public CompletableFuture<Void> closeAsync() {
    return lifecycle.close();
  }

  @Override
  public void close() {
    lifecycle.closeAndWait();
  }
}
