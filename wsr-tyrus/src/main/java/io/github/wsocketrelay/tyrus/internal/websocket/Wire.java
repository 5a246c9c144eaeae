package io.github.wsocketrelay.tyrus.internal.websocket;

import java.net.InetSocketAddress;

/** What a container gives for a WebSocket beyond the Jakarta API. */
public interface Wire {

  /** Where the peer is. */
  InetSocketAddress remoteAddress();

  /** Closes the connection at once, with all that waits to be written. */
  void abort();
}
