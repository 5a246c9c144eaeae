package io.github.wsocketrelay.containers;

import io.github.wsocketrelay.RelayServer;

/** A container that runs with a relay in it. */
interface Application extends AutoCloseable {
  int port();

  RelayServer relay();

  @Override
  void close();
}
