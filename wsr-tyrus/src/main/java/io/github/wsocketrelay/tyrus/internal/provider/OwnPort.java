package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.RelayAccess;
import io.github.wsocketrelay.RelayConfig;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.access.ForwardedFor;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.page.RelayPage;
import io.github.wsocketrelay.tyrus.internal.tls.FileWatch;
import io.github.wsocketrelay.tyrus.internal.tls.RelayContext;
import io.github.wsocketrelay.tyrus.internal.tyrus.Admission;
import io.github.wsocketrelay.tyrus.internal.tyrus.PageAnswer;
import io.github.wsocketrelay.tyrus.internal.tyrus.TyrusRelayContainer;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The entrance of a relay that listens by itself. */
record OwnPort(TyrusRelayContainer container, Optional<RelayContext> tls) implements Entrance {

  static Entrance open(RelayParts relay) {
    InetSocketAddress address = addressOf(relay.config());
    try {
      Optional<FileWatch> tls =
          relay.config().tls().map(it -> new FileWatch(it, Clock.systemUTC()));
      TyrusRelayContainer listening =
          TyrusRelayContainer.start(
              address,
              relay.name(),
              relay.core(),
              relay.gate(),
              admission(relay),
              tls.map(FileWatch::context),
              relay.config().page() ? Optional.of(page(relay)) : Optional.empty());
      tls.ifPresent(watch -> relay.files().every(DefaultRelayServer.FILE_LOOK_PERIOD, watch::look));
      return new OwnPort(listening, tls.map(FileWatch::context));
    } catch (IOException e) {
      throw new WsrException(
          "cannot listen on %s (%s): %s"
              .formatted(show(address), e.getMessage(), BindMend.of(address)),
          e);
    } catch (DeploymentException e) {
      throw new WsrException("cannot deploy the relay's endpoints: " + e.getMessage(), e);
    }
  }

  private static InetSocketAddress addressOf(RelayConfig config) {
    return config
        .bind()
        .map(bind -> new InetSocketAddress(bind, config.port()))
        .orElseGet(() -> new InetSocketAddress(config.port()));
  }

  private static Admission admission(RelayParts relay) {
    return Admission.with(
        relay.limits(),
        relay.timers(),
        Ticker.SYSTEM,
        new ForwardedFor(relay.config().access().trustedProxies()));
  }

  private static PageAnswer page(RelayParts relay) {
    RelayAccess access = relay.config().access();
    RelayPage page =
        new RelayPage(
            access.tokenFile().isPresent()
                ? RelayPage.Access.TOKEN
                : access.isOpen() ? RelayPage.Access.OPEN : RelayPage.Access.DECIDED,
            () ->
                new RelayPage.Totals(
                    relay.core().servers(), relay.core().trafficStats().openTunnels()));
    return new PageAnswer(page, relay.config().publicHost(), relay.config().tls().isPresent());
  }

  private static String show(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  @Override
  public InetSocketAddress localAddress() {
    return container.localAddress();
  }

  @Override
  public Optional<Instant> certificateExpiry() {
    return tls.flatMap(RelayContext::expiry);
  }

  @Override
  public void stopAccepting() {
    container.stopAccepting();
  }

  @Override
  public void awaitEndOfLinks(Duration limit) {
    container.awaitEndOfLinks(limit);
  }

  @Override
  public void stop() {
    container.stop();
  }
}
