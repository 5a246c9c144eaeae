package io.github.wsocketrelay.tyrus.internal.provider;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where links come in to one relay. */
interface Entrance {

  /**
   * Where it listens.
   *
   * @throws UnsupportedOperationException if that is not the relay's own
   */
  InetSocketAddress localAddress();

  /** When the first of the certificates that it shows expires, if it shows any itself. */
  default Optional<Instant> certificateExpiry() {
    return Optional.empty();
  }

  /** Lets nobody in any more; links that are open live on. */
  void stopAccepting();

  /** Waits until every link that is open has ended, but not longer than this. */
  void awaitEndOfLinks(Duration limit);

  /** Ends it, with what links are left. */
  void stop();
}
