package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerConfig;
import io.github.wsocketrelay.ExposerLimit;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.ListenerDispatcher;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.exposer.Approvals;
import io.github.wsocketrelay.tyrus.internal.exposer.BroadcastAddresses;
import io.github.wsocketrelay.tyrus.internal.exposer.ExposerCore;
import io.github.wsocketrelay.tyrus.internal.exposer.ExposerSession;
import io.github.wsocketrelay.tyrus.internal.exposer.TargetCheck;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import io.github.wsocketrelay.tyrus.internal.reconnect.Reconnector;
import io.github.wsocketrelay.tyrus.internal.reconnect.Side;
import io.github.wsocketrelay.tyrus.internal.websocket.WsrPaths;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An exposer over Tyrus' links. */
final class DefaultExposer implements Exposer {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final ExposerConfig config;
  private final String name = "wsr-exposer-" + COUNT.incrementAndGet();
  private final ListenerDispatcher dispatcher;
  private final Lifecycle<Exposer> lifecycle;
  private final RoleResources resources = new RoleResources();
  private final Limits<ExposerLimit> limits;
  private final SideLinks sideLinks;
  private final Reconnector links;
  private final Housekeeping housekeeping;
  private volatile @Nullable ExposerCore core;
  private volatile @Nullable KeptEpochs epochs;

  private DefaultExposer(ExposerConfig config) {
    this.config = config;
    this.dispatcher = new ListenerDispatcher(name + "-listener", config.listenerExecutor());
    this.lifecycle =
        new Lifecycle<>(
            name,
            dispatcher,
            this::release,
            (reason, cause) ->
                config.listener().onClosed(new ExposerListener.Closed(reason, cause)));
    this.limits =
        new Limits<>(ExposerLimit.class, config::limit, this::limitReached, Ticker.SYSTEM);
    this.sideLinks = new SideLinks(name, config.link(), resources.timers(), new Linked());
    this.links = sideLinks.reconnector();
    this.housekeeping = new Housekeeping(resources.timers());
  }

  static CompletableFuture<Exposer> start(ExposerConfig config) {
    EarlyKeys.derive(config.identity().serverId());
    DefaultExposer exposer = new DefaultExposer(config);
    exposer.lifecycle.start(exposer::register);
    return exposer.lifecycle.started();
  }

  private void register() {
    sideLinks.prepare();
    links.limitStart();
    core =
        new ExposerCore(
            config.targets(),
            lookUp(config.targets()),
            config.minLocalPort(),
            config.distinctAddresses(),
            config.flowIdleTimeout(),
            config.resumeGrace(),
            resources.sockets(),
            limits,
            new Approvals(
                config.approval(), config.approvalTimeout(), resources.timers(), dispatcher::keep),
            Ticker.SYSTEM,
            this::keep,
            dispatcher::deliver);
    epochs =
        new KeptEpochs(
            config.identity(), System::currentTimeMillis, task -> lifecycle.aside("keep", task));
    housekeeping.watchLink(links::look);
    links.start();
  }

  private long nextEpoch() {
    return Objects.requireNonNull(epochs, "not before the start").next();
  }

  private List<InetSocketAddress> lookUp(List<Target> targets) {
    TargetCheck check =
        new TargetCheck(
            relays(),
            resources.sockets().own(),
            BroadcastAddresses.ofThisMachine(),
            InetAddress::getAllByName);
    return targets.stream().map(check::lookUp).toList();
  }

  private void end(CloseReason reason, WsrException cause) {
    lifecycle.end(reason, Optional.of(cause));
  }

  private void tell(Consumer<ExposerListener> event) {
    keep(event);
    dispatcher.deliver();
  }

  private void keep(Consumer<ExposerListener> event) {
    dispatcher.keep(() -> event.accept(config.listener()));
  }

  private void limitReached(ExposerLimit limit, Optional<InetSocketAddress> peer) {
    keep(hears -> hears.onLimitReached(new ExposerListener.LimitReached(limit, peer)));
    resources.timers().after(Duration.ZERO, dispatcher::deliver); // The caller may hold a lock.
  }

  private void release() {
    housekeeping.close();
    links.close();
    ExposerCore flows = core;
    if (flows != null) {
      flows.close();
    }
    resources.close();
  }

  @Override
  public ServerId serverId() {
    return config.identity().serverId();
  }

  @Override
  public URI relay() {
    return links.relay();
  }

  @Override
  public List<URI> relays() {
    return config.link().relays();
  }

  @Override
  public List<Target> targets() {
    return config.targets();
  }

  @Override
  public RoleState state() {
    return lifecycle.state();
  }

  @Override
  public List<ExposerListener.FlowOpened> flows() {
    return running().flows();
  }

  @Override
  public List<ExposerListener.TunnelOpened> tunnels() {
    return running().tunnels();
  }

  @Override
  public boolean closeTunnel(String tunnel) {
    return running().closeTunnel(tunnel);
  }

  @Override
  public Map<ExposerLimit, Long> limitHits() {
    return limits.hits();
  }

  @Override
  public TrafficStats trafficStats() {
    return running().trafficStats();
  }

  @Override
  public PathQuality quality() {
    return running().quality();
  }

  @Override
  public Optional<PathQuality> quality(String tunnel) {
    return running().quality(tunnel);
  }

  private ExposerCore running() {
    ExposerCore flows = core;
    if (flows == null) {
      throw new RelayUnreachableException("the exposer does not run yet", null);
    }
    return flows;
  }

  @Override
  public CompletableFuture<Void> closeAsync() {
    return lifecycle.close();
  }

  @Override
  public void close() {
    lifecycle.closeAndWait();
  }

  /** What becomes of the link. */
  private final class Linked implements Side {
    @Override
    public URI endpoint(URI relay) {
      return WsrPaths.expose(relay, config.identity().serverId().keys().tag());
    }

    @Override
    public SideSession session(Link link, URI relay, SideOwner owner) {
      return new ExposerSession(
          link,
          running(),
          relay,
          config.identity(),
          DefaultExposer.this::nextEpoch,
          resources.timers(),
          resources.pulse(),
          owner);
    }

    @Override
    public void onLinked() {
      ExposerCore flows = running();
      housekeeping.sweep(config.flowIdleTimeout(), flows::sweep);
      housekeeping.watchDrops(
          flows::trafficStats,
          reason -> tell(hears -> hears.onDropsBegan(new ExposerListener.DropsBegan(reason))),
          dropped -> tell(hears -> hears.onDropsEnded(new ExposerListener.DropsEnded(dropped))));
      keep(hears -> hears.onRegistered(new ExposerListener.Registered(serverId(), relay())));
      lifecycle.running(DefaultExposer.this);
    }

    @Override
    public void onLost(WsrException cause, Duration nextAttemptIn) {
      lifecycle.move(RoleState.RECONNECTING);
      keep(hears -> hears.onLinkLost(new ExposerListener.LinkLost(cause, nextAttemptIn)));
    }

    @Override
    public void onRetrying(int attempt, WsrException cause, Duration nextAttemptIn) {
      keep(hears -> hears.onRetrying(new ExposerListener.Retrying(attempt, cause, nextAttemptIn)));
    }

    @Override
    public void onRestored(URI relay, Duration away) {
      lifecycle.move(RoleState.RUNNING);
      keep(hears -> hears.onLinkRestored(new ExposerListener.LinkRestored(relay, away)));
    }

    @Override
    public void onGivenUp(CloseReason reason, WsrException cause) {
      end(reason, cause);
    }

    @Override
    public void deliver() {
      dispatcher.deliver();
    }
  }
}
