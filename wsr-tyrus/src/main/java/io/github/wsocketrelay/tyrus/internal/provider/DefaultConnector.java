package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.ConnectorConfig;
import io.github.wsocketrelay.ConnectorListener;
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
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import io.github.wsocketrelay.tyrus.internal.tyrus.TyrusLinkDialer;
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

/** A connector with one link. */
final class DefaultConnector implements Connector, SideOwner, ConnectorSession.Owner {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TUNNEL_BYTES = 16;

  private final ConnectorConfig config;
  private final String name = "wsr-connector-" + COUNT.incrementAndGet();
  private final ListenerDispatcher dispatcher;
  private final Lifecycle<Connector> lifecycle;
  private final RoleResources resources = new RoleResources();
  private final SideLink link;
  private final Housekeeping housekeeping;
  private final ConnectorCore core;
  private final byte[] tunnel = new byte[TUNNEL_BYTES];
  private final Epochs epochs = new Epochs(System::currentTimeMillis);
  private final AtomicBoolean answered = new AtomicBoolean();

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
    this.link = new SideLink(new TyrusLinkDialer(name + "-link", config.startTimeout()));
    this.housekeeping = new Housekeeping(resources.timers());
    this.core =
        new ConnectorCore(
            config.bind(),
            config.localPorts(),
            config.flowIdleTimeout(),
            resources.sockets(),
            Ticker.SYSTEM,
            this::tell);
  }

  static CompletableFuture<Connector> start(ConnectorConfig config) {
    DefaultConnector connector = new DefaultConnector(config);
    connector.lifecycle.start(connector::connect);
    return connector.lifecycle.started();
  }

  private void connect() {
    core.bind();
    housekeeping.limitStart(
        config.startTimeout(), config.relay(), failure -> end(CloseReason.LINK_LOST, failure));
    URI uri = WsrPaths.connect(config.relay(), config.serverId().keys().tag());
    link.dial(uri, this::session, failure -> end(CloseReason.LINK_LOST, failure));
  }

  private ConnectorSession session(Link opened) {
    return new ConnectorSession(
        opened,
        core,
        config.relay(),
        config.serverId(),
        tunnel,
        epochs::next,
        resources.timers(),
        this,
        this);
  }

  @Override
  public boolean onGreeted(SideSession session) {
    return true;
  }

  @Override
  public void onAnswered(SideSession session) {
    // Whether the server is there is told next.
  }

  @Override
  public void onGoingAway(SideSession session, Duration reconnectAfter) {
    // The end of the link follows.
  }

  @Override
  public void onServerAway() {
    if (lifecycle.move(RoleState.WAITING_FOR_SERVER)) {
      tell(hears -> hears.onServerAway(new ConnectorListener.ServerAway(config.serverId())));
    }
    firstAnswer(false);
  }

  @Override
  public void onOpened(byte[] exposerKey) {
    lifecycle.move(RoleState.RUNNING);
    List<InetSocketAddress> addresses = localAddresses();
    String key = HexFormat.of().formatHex(exposerKey);
    tell(hears -> hears.onOpened(new ConnectorListener.Opened(config.serverId(), addresses, key)));
    firstAnswer(true);
    lifecycle.running(this);
  }

  /** The relay has answered: from here on only the wait for the server, if any, has a limit. */
  private void firstAnswer(boolean online) {
    if (!answered.compareAndSet(false, true)) {
      return;
    }
    housekeeping.started();
    housekeeping.sweep(config.flowIdleTimeout(), core::sweep);
    housekeeping.watchDrops(
        core::trafficStats,
        reason -> tell(hears -> hears.onDropsBegan(new ConnectorListener.DropsBegan(reason))),
        dropped -> tell(hears -> hears.onDropsEnded(new ConnectorListener.DropsEnded(dropped))));
    if (!online && !config.waitForServer().isZero()) {
      housekeeping.later(config.waitForServer(), this::giveUpWaiting);
    } else {
      lifecycle.running(this);
    }
  }

  private void giveUpWaiting() {
    if (!lifecycle.started().isDone()) {
      end(
          CloseReason.REJECTED,
          new RelayUnreachableException(
              "server %s did not come online within %d ms: is its exposer running, and is the server ID right?"
                  .formatted(config.serverId(), config.waitForServer().toMillis()),
              null));
    }
  }

  @Override
  public void onEnded(SideSession session, Ending ending) {
    end(ending.reason(), ending.cause());
  }

  private void end(CloseReason reason, WsrException cause) {
    lifecycle.end(reason, Optional.of(cause));
  }

  private void tell(Consumer<ConnectorListener> event) {
    dispatcher.call(() -> event.accept(config.listener()));
  }

  private void release() {
    housekeeping.close();
    link.close();
    core.close();
    resources.close();
  }

  @Override
  public ServerId serverId() {
    return config.serverId();
  }

  @Override
  public URI relay() {
    return config.relay();
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
  public CompletableFuture<Void> closeAsync() {
    return lifecycle.close();
  }

  @Override
  public void close() {
    lifecycle.closeAndWait();
  }
}
