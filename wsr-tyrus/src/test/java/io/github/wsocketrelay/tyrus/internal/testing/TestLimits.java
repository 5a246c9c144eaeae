package io.github.wsocketrelay.tyrus.internal.testing;

import io.github.wsocketrelay.ExposerLimit;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Limits as a role has them, of which nobody is told. */
public final class TestLimits {
  private TestLimits() {}

  /** What lets every link in. */
  public static CompletableFuture<Grant> granted() {
    return CompletableFuture.completedFuture(Grant.open());
  }

  /** A relay's, with these values in place of the standard ones. */
  public static Limits<RelayLimit> relay(Ticker ticker, Map<RelayLimit, Long> values) {
    return new Limits<>(
        RelayLimit.class,
        limit -> values.getOrDefault(limit, limit.standard()),
        (limit, peer) -> {},
        ticker);
  }

  /** An exposer's, with these values in place of the standard ones. */
  public static Limits<ExposerLimit> exposer(Ticker ticker, Map<ExposerLimit, Long> values) {
    return new Limits<>(
        ExposerLimit.class,
        limit -> values.getOrDefault(limit, limit.standard()),
        (limit, peer) -> {},
        ticker);
  }
}
