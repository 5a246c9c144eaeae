package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.ConnectorConfig;
import io.github.wsocketrelay.ConnectorListener;
import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.TrafficStats;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.ListenerDispatcher;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.connector.ConnectorCore;
import io.github.wsocketrelay.tyrus.internal.connector.ConnectorSession;
import io.github.wsocketrelay.tyrus.internal.identity.Epochs;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import io.github.wsocketrelay.tyrus.internal.reconnect.Reconnector;
import io.github.wsocketrelay.tyrus.internal.reconnect.Side;
import io.github.wsocketrelay.tyrus.internal.websocket.WsrPaths;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A connector over Tyrus' links. */
final class DefaultConnector implements Connector {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TUNNEL_BYTES = 16;

  private final ConnectorConfig config;
  private final String name = "wsr-connector-" + COUNT.incrementAndGet();
  private final ListenerDispatcher dispatcher;
  private final Lifecycle<Connector> lifecycle;
  private final RoleResources resources = new RoleResources();
  private final SideLinks sideLinks;
  private final Reconnector links;
  private final Housekeeping housekeeping;
  private final ConnectorCore core;
  private final byte[] tunnel = new byte[TUNNEL_BYTES];
  private final OpenedNews openedNews = new OpenedNews();
  private final AtomicBoolean answered = new AtomicBoolean();
  private final ServerSearch search = new ServerSearch(); // timer thread only

  private DefaultConnector(ConnectorConfig config) {
    this.config = config;
    RANDOM.nextBytes(tunnel);
    this.dispatcher = new ListenerDispatcher(name + "-listener", config.listenerExecutor());
    this.lifecycle =
        new Lifecycle<>(
            name,
            dispatcher,
            this::release,
            (reason, cause) ->
                config.listener().onClosed(new ConnectorListener.Closed(reason, cause)));
    this.sideLinks = new SideLinks(name, config.link(), resources.timers(), new Linked());
    this.links = sideLinks.reconnector();
    this.housekeeping = new Housekeeping(resources.timers());
    this.core =
        new ConnectorCore(
            config.bind(),
            config.localPorts(),
            config.flowIdleTimeout(),
            resources.sockets(),
            Ticker.SYSTEM,
            this::keep,
            dispatcher::deliver);
  }

  static CompletableFuture<Connector> start(ConnectorConfig config) {
    EarlyKeys.derive(config.serverId());
    DefaultConnector connector = new DefaultConnector(config);
    connector.lifecycle.start(connector::connect);
    return connector.lifecycle.started();
  }

  private void connect() {
    sideLinks.prepare();
    core.bind();
    links.limitStart();
    housekeeping.watchLink(this::look);
    links.start();
  }

  /** Once a second. A server that does not come may be at another relay. */
  private void look() {
    links.look();
    if (search.look(state() == RoleState.WAITING_FOR_SERVER)) {
      links.tryNextRelay();
    }
  }

  private void giveUpWaiting() {
    lifecycle.endStart(
        CloseReason.REJECTED,
        new RelayUnreachableException(
            "server %s did not come online within %d ms: is its exposer running, and is the server ID right?"
                .formatted(config.serverId(), config.waitForServer().toMillis()),
            null));
  }

  private void end(CloseReason reason, WsrException cause) {
    lifecycle.end(reason, Optional.of(cause));
  }

  private void tell(Consumer<ConnectorListener> event) {
    keep(event);
    dispatcher.deliver();
  }

  private void keep(Consumer<ConnectorListener> event) {
    dispatcher.keep(() -> event.accept(config.listener()));
  }

  private void release() {
    housekeeping.close();
    links.close();
    core.close();
    resources.close();
  }

  @Override
  public ServerId serverId() {
    return config.serverId();
  }

  @Override
  public URI relay() {
    return links.relay();
  }

  @Override
  public List<InetSocketAddress> localAddresses() {
    return core.localAddresses();
  }

  @Override
  public RoleState state() {
    return lifecycle.state();
  }

  @Override
  public TrafficStats trafficStats() {
    return core.trafficStats();
  }

  @Override
  public PathQuality quality() {
    return core.quality();
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
    private final Epochs epochs = new Epochs(System::currentTimeMillis);

    @Override
    public URI endpoint(URI relay) {
      return WsrPaths.connect(relay, config.serverId().keys().tag());
    }

    @Override
    public SideSession session(Link link, URI relay, SideOwner owner) {
      return new ConnectorSession(
          link,
          core,
          relay,
          config.serverId(),
          tunnel,
          epochs::next,
          resources.timers(),
          resources.pulse(),
          owner,
          new Tunnelled());
    }

    @Override
    public void onLinked() {
      housekeeping.sweep(config.flowIdleTimeout(), core::sweep);
      housekeeping.report(core::report);
      housekeeping.watchDrops(
          core::trafficStats,
          reason -> tell(hears -> hears.onDropsBegan(new ConnectorListener.DropsBegan(reason))),
          dropped -> tell(hears -> hears.onDropsEnded(new ConnectorListener.DropsEnded(dropped))));
    }

    @Override
    public void onLost(WsrException cause, Duration nextAttemptIn) {
      lifecycle.move(RoleState.RECONNECTING);
      keep(hears -> hears.onLinkLost(new ConnectorListener.LinkLost(cause, nextAttemptIn)));
    }

    @Override
    public void onRetrying(int attempt, WsrException cause, Duration nextAttemptIn) {
      keep(
          hears -> hears.onRetrying(new ConnectorListener.Retrying(attempt, cause, nextAttemptIn)));
    }

    @Override
    public void onRestored(URI relay, Duration away) {
      keep(hears -> hears.onLinkRestored(new ConnectorListener.LinkRestored(relay, away)));
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

  /** What becomes of the tunnel. */
  private final class Tunnelled implements ConnectorSession.Owner {

    @Override
    public void onServerAway() {
      if (lifecycle.move(RoleState.WAITING_FOR_SERVER)) {
        tell(hears -> hears.onServerAway(new ConnectorListener.ServerAway(config.serverId())));
      }
      firstAnswer(false);
    }

    @Override
    public void onOpened(byte[] exposerKey) {
      boolean wasAway = lifecycle.move(RoleState.RUNNING);
      links.stay();
      ConnectorListener.Opened opened =
          new ConnectorListener.Opened(
              config.serverId(), localAddresses(), HexFormat.of().formatHex(exposerKey));
      if (openedNews.isNews(opened, wasAway)) {
        tell(hears -> hears.onOpened(opened));
      }
      firstAnswer(true);
      lifecycle.running(DefaultConnector.this);
    }

    /** The relay has answered: from here on only the wait for the server, if any, has a limit. */
    private void firstAnswer(boolean online) {
      if (!answered.compareAndSet(false, true)) {
        return;
      }
      if (!online && !config.waitForServer().isZero()) {
        housekeeping.later(config.waitForServer(), DefaultConnector.this::giveUpWaiting);
      } else {
        lifecycle.running(DefaultConnector.this);
      }
    }
  }
}
