package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerConfig;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.ListenerDispatcher;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.exposer.ExposerCore;
import io.github.wsocketrelay.tyrus.internal.exposer.ExposerSession;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import io.github.wsocketrelay.tyrus.internal.tyrus.TyrusLinkDialer;
import io.github.wsocketrelay.tyrus.internal.websocket.WsrPaths;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An exposer with one link. */
final class DefaultExposer implements Exposer, SideOwner {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration RESUME_GRACE = Duration.ofSeconds(60);

  private final ExposerConfig config;
  private final String name = "wsr-exposer-" + COUNT.incrementAndGet();
  private final ListenerDispatcher dispatcher;
  private final Lifecycle<Exposer> lifecycle;
  private final RoleResources resources = new RoleResources();
  private final SideLink link;
  private final Housekeeping housekeeping;
  private volatile @Nullable ExposerCore core;

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
    this.link = new SideLink(new TyrusLinkDialer(name + "-link", config.startTimeout()));
    this.housekeeping = new Housekeeping(resources.timers());
  }

  static CompletableFuture<Exposer> start(ExposerConfig config) {
    DefaultExposer exposer = new DefaultExposer(config);
    exposer.lifecycle.start(exposer::register);
    return exposer.lifecycle.started();
  }

  private void register() {
    housekeeping.limitStart(
        config.startTimeout(), config.relay(), failure -> end(CloseReason.LINK_LOST, failure));
    ExposerCore flows =
        new ExposerCore(
            config.targets(),
            config.targets().stream().map(DefaultExposer::lookUp).toList(),
            config.minLocalPort(),
            config.distinctAddresses(),
            config.flowIdleTimeout(),
            RESUME_GRACE,
            resources.sockets(),
            Ticker.SYSTEM,
            this::tell);
    core = flows;
    URI uri = WsrPaths.expose(config.relay(), config.identity().serverId().keys().tag());
    link.dial(
        uri, opened -> session(opened, flows), failure -> end(CloseReason.LINK_LOST, failure));
  }

  private static InetSocketAddress lookUp(Target target) {
    try {
      return new InetSocketAddress(InetAddress.getByName(target.host()), target.port());
    } catch (UnknownHostException e) {
      throw new WsrException("the target %s has no address: check its name".formatted(target), e);
    }
  }

  private ExposerSession session(Link opened, ExposerCore flows) {
    return new ExposerSession(
        opened,
        flows,
        config.relay(),
        config.identity(),
        config.identity()::nextEpoch,
        resources.timers(),
        this);
  }

  @Override
  public boolean onGreeted(SideSession session) {
    return true;
  }

  @Override
  public void onGoingAway(SideSession session, Duration reconnectAfter) {
    // The end of the link follows.
  }

  @Override
  public void onAnswered(SideSession session) {
    housekeeping.started();
    ExposerCore flows = core;
    if (flows != null) {
      housekeeping.sweep(config.flowIdleTimeout(), flows::sweep);
      housekeeping.watchDrops(
          flows::trafficStats,
          reason -> tell(hears -> hears.onDropsBegan(new ExposerListener.DropsBegan(reason))),
          dropped -> tell(hears -> hears.onDropsEnded(new ExposerListener.DropsEnded(dropped))));
    }
    tell(hears -> hears.onRegistered(new ExposerListener.Registered(serverId(), config.relay())));
    lifecycle.running(this);
  }

  @Override
  public void onEnded(SideSession session, Ending ending) {
    end(ending.reason(), ending.cause());
  }

  private void end(CloseReason reason, WsrException cause) {
    lifecycle.end(reason, Optional.of(cause));
  }

  private void tell(Consumer<ExposerListener> event) {
    dispatcher.call(() -> event.accept(config.listener()));
  }

  private void release() {
    housekeeping.close();
    link.close();
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
    return config.relay();
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
  public TrafficStats trafficStats() {
    return running().trafficStats();
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
}
