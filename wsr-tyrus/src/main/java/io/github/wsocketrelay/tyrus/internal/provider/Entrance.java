package io.github.wsocketrelay.tyrus.internal.provider;

import java.net.InetSocketAddress;
import java.time.Duration;

/** Where links come in to one relay. */
interface Entrance {

  /**
   * Where it listens.
   *
   * @throws UnsupportedOperationException if that is not the relay's own
   */
  InetSocketAddress localAddress();

  /** Lets nobody in any more; links that are open live on. */
  void stopAccepting();

  /** Waits until every link that is open has ended, but not longer than this. */
  void awaitEndOfLinks(Duration limit);

  /** Ends it, with what links are left. */
  void stop();
}
