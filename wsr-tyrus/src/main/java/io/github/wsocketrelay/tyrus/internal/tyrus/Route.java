package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.ProtocolException;
import java.io.IOException;
import javax.net.ssl.SSLEngine;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.jspecify.annotations.Nullable;

/**
 * The way of one connection to the relay: a proxy's tunnel and TLS, where they are to be, and then
 * the upgrade. Each is begun when the one before it is done, so nothing that a relay is to keep
 * secret leaves before the relay is verified; whatever fails, fails the upgrade.
 */
final class Route {
  private final Dialling dialling;
  private final UpgradeFilter upgrade;
  private final @Nullable TunnelFilter tunnel;
  private final @Nullable RelayTlsFilter tls;
  private final FilterChain chain;

  Route(Dialling dialling, UpgradeFilter upgrade) {
    this.dialling = dialling;
    this.upgrade = upgrade;
    this.tunnel =
        dialling
            .proxy()
            .map(
                proxy ->
                    new TunnelFilter(
                        proxy,
                        dialling.relay(),
                        dialling.host() + ":" + dialling.port(),
                        upgrade::fail))
            .orElse(null);
    this.tls =
        dialling.isSecure()
            ? new RelayTlsFilter(
                new RelayEngines(dialling.tls(), dialling.host(), dialling.port()),
                this::spokeFirst)
            : null;
    this.chain = chain();
  }

  private FilterChain chain() {
    FilterChainBuilder filters = FilterChainBuilder.stateless().add(new TransportFilter());
    if (tunnel != null) {
      filters.add(tunnel);
    }
    filters.add(
        new FirstBytesFilter(
            dialling.relay(), dialling.isSecure(), dialling.proxy(), upgrade::fail));
    if (tls != null) {
      filters.add(tls);
    }
    filters.add(new ShortcutFilter());
    dialling.accessToken().ifPresent(token -> filters.add(new TokenFilter(token)));
    return filters.add(new AnswerFilter(dialling.relay(), upgrade::fail)).add(upgrade).build();
  }

  /** What is to handle the connection. */
  FilterChain filters() {
    return chain;
  }

  /** Sets out, on a connection with these filters. */
  void begin(Connection<?> connection) throws IOException {
    upgrade.begin(connection);
    if (tunnel == null) {
      secure(connection);
    } else {
      dialling.enter(Stage.TUNNEL);
      tunnel.ask(connection, () -> tunnelled(connection));
    }
  }

  private void tunnelled(Connection<?> connection) throws IOException {
    dialling.watch().onTunnelled();
    secure(connection);
  }

  private void secure(Connection<?> connection) throws IOException {
    if (tls == null) {
      upgrade();
    } else {
      dialling.enter(Stage.TLS);
      tls.begin(connection, new Verified());
    }
  }

  private void spokeFirst() {
    upgrade.fail(
        new ProtocolException(
            "what answers at %s is no relay, it does not wait for this side to begin TLS: check the address and the port"
                .formatted(dialling.relay()),
            null));
  }

  private void upgrade() {
    dialling.enter(Stage.UPGRADE);
    upgrade.send();
  }

  /** The relay has shown its certificate, and that it has the key. */
  private final class Verified extends EmptyCompletionHandler<SSLEngine> {
    @Override
    public void completed(SSLEngine engine) {
      try {
        dialling.verify(engine.getSession());
      } catch (RuntimeException | IOException e) {
        failed(e);
        return;
      }
      dialling.watch().onSecured(engine.getSession());
      upgrade();
    }

    @Override
    public void failed(Throwable cause) {
      upgrade.fail(cause);
    }
  }
}
