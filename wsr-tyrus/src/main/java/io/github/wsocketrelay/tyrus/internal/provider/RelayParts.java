package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.RelayConfig;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.access.Gate;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.relay.RelayCore;

/**
 * What an entrance needs of its relay.
 *
 * @param name begins the names of its threads
 * @param core takes the links
 * @param gate decides who may come
 * @param timers for what must not block
 * @param files for what may wait for a disk
 */
record RelayParts(
    String name,
    RelayConfig config,
    RelayCore core,
    Gate gate,
    Limits<RelayLimit> limits,
    Timers timers,
    Timers files) {

  /** Opens the entrance of a relay that starts. */
  @FunctionalInterface
  interface Opening {
    /**
     * Opens it.
     *
     * @throws io.github.wsocketrelay.WsrException if it cannot be
     */
    Entrance open(RelayParts relay);
  }
}
