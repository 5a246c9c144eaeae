package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.ServerId;

/**
 * Begins to derive a server ID's keys while the rest of a start goes on: that is 0.1 to 0.5 s of
 * computing, which the first dial would otherwise wait for when all else is ready.
 */
final class EarlyKeys {
  private EarlyKeys() {}

  static void derive(ServerId serverId) {
    Thread thread = new Thread(() -> tryDerive(serverId), "wsr-keys");
    thread.setDaemon(true);
    thread.start();
  }

  private static void tryDerive(ServerId serverId) {
    try {
      serverId.keys();
    } catch (RuntimeException e) {
      // The start asks for them too, and says so.
    }
  }
}
