package io.github.wsocketrelay.tyrus.internal.tyrus;

/** What a dial is waiting for. */
enum Stage {
  /** A TCP connection, to the relay or to the proxy before it. */
  CONNECT,
  /** The proxy's answer to CONNECT. */
  TUNNEL,
  /** The relay's part of the TLS handshake. */
  TLS,
  /** The relay's answer to the upgrade. */
  UPGRADE
}
