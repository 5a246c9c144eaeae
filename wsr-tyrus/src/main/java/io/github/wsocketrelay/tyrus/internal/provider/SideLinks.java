package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.LinkConfig;
import io.github.wsocketrelay.SideTls;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.control.ControlCodec;
import io.github.wsocketrelay.tyrus.internal.reconnect.Reconnector;
import io.github.wsocketrelay.tyrus.internal.reconnect.Side;
import io.github.wsocketrelay.tyrus.internal.tls.SideContext;
import io.github.wsocketrelay.tyrus.internal.tyrus.DialSettings;
import io.github.wsocketrelay.tyrus.internal.tyrus.TyrusLinkDialer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Gives a side its links: Tyrus' dialer, kept going by a reconnector, on the system's clocks. */
final class SideLinks {
  private static final Logger LOG = System.getLogger(SideLinks.class.getName());

  /** The reconnector ends a dial that hangs, and says so; the dialer must not come before it. */
  private static final Duration DIALER_GRACE = Duration.ofSeconds(1);

  private final LinkConfig link;
  private final Reconnector reconnector;
  private volatile @Nullable SSLContext tls;

  /**
   * Makes links that are not dialled yet.
   *
   * @param name begins the names of threads
   */
  SideLinks(String name, LinkConfig link, Timers timers, Side side) {
    this.link = link;
    this.reconnector =
        new Reconnector(
            new TyrusLinkDialer(
                name + "-link", link.startTimeout().plus(DIALER_GRACE), settings(link)),
            link.relays(),
            link.reconnect(),
            link.startTimeout(),
            link.waitForRelay(),
            timers,
            Ticker.SYSTEM,
            System::currentTimeMillis,
            new SplittableRandom(),
            side);
  }

  private DialSettings settings(LinkConfig config) {
    return new DialSettings(
        () -> Objects.requireNonNull(tls),
        config.tls().pin(),
        config.proxies(),
        config.accessToken());
  }

  Reconnector reconnector() {
    return reconnector;
  }

  /**
   * What is to be done once before the first dial: reads the files for TLS, which may block, warns
   * of links that others can read, and loads what control messages take.
   *
   * @throws io.github.wsocketrelay.WsrException for a file that cannot be used, saying which
   */
  void prepare() {
    boolean secure = link.relays().stream().anyMatch(relay -> relay.getScheme().equals("wss"));
    if (secure || link.tls() != SideTls.DEFAULT) {
      tls = SideContext.of(link.tls(), InstantSource.system());
    }
    warning(link.relays(), link.accessToken()).ifPresent(line -> LOG.log(Level.WARNING, line));
    ControlCodec.load();
  }

  /** What to say of relays at addresses without TLS, unless they are on this machine. */
  static Optional<String> warning(List<URI> relays, Optional<AccessToken> token) {
    String open =
        relays.stream()
            .filter(SideLinks::isReadable)
            .map(URI::toString)
            .collect(Collectors.joining(", "));
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the link to %s is not encrypted: everybody on the way can read and change it%s; use wss://"
                .formatted(open, token.isPresent() ? ", and read the access token" : ""));
  }

  private static boolean isReadable(URI relay) {
    String host = relay.getHost();
    return relay.getScheme().equals("ws")
        && !host.equals("localhost")
        && !host.equals("[::1]")
        && !host.matches("127(\\.[0-9]+){3}");
  }
}
