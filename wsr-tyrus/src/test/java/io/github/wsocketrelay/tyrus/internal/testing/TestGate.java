package io.github.wsocketrelay.tyrus.internal.testing;

import io.github.wsocketrelay.RelayAccess;
import io.github.wsocketrelay.tyrus.internal.access.Gate;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The gate of a relay for tests. */
public final class TestGate {
  private TestGate() {}

  /** Lets everybody in who has no Origin. */
  public static Gate open() {
    return Gate.of(
        new RelayAccess(Optional.empty(), Optional.empty(), Set.of(), List.of()),
        Clock.systemUTC(),
        Ticker.SYSTEM);
  }
}
