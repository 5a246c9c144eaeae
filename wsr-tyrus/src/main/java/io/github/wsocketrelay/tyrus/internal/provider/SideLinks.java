package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.LinkConfig;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.reconnect.Reconnector;
import io.github.wsocketrelay.tyrus.internal.reconnect.Side;
import io.github.wsocketrelay.tyrus.internal.tyrus.TyrusLinkDialer;
import java.time.Duration;
import java.util.SplittableRandom;

/** Gives a side its links: Tyrus' dialer, kept going by a reconnector, on the system's clocks. */
final class SideLinks {
  /** The reconnector ends a dial that hangs, and says so; the dialer must not come before it. */
  private static final Duration DIALER_GRACE = Duration.ofSeconds(1);

  private SideLinks() {}

  static Reconnector of(String name, LinkConfig link, Timers timers, Side side) {
    return new Reconnector(
        new TyrusLinkDialer(name + "-link", link.startTimeout().plus(DIALER_GRACE)),
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
}
