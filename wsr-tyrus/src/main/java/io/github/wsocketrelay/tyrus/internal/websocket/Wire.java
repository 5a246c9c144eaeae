package io.github.wsocketrelay.tyrus.internal.websocket;

import io.github.wsocketrelay.tyrus.internal.link.Link;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;

/** What a container gives for a WebSocket beyond the Jakarta API. */
public interface Wire {

  /** Where the peer is. */
  InetSocketAddress remoteAddress();

  /** The certificates by which TLS knows the peer, its own first; empty where it knows none. */
  List<X509Certificate> certificates();

  /**
   * Says who takes binary messages that come in one frame; the session delivers all others. Called
   * as the session opens.
   */
  void deliverTo(Consumer<ByteBuffer> receiver);

  /** Sends a binary message, as {@link Link#sendBinary} has it. */
  void sendBinary(ByteBuffer message, Link.Completion completion);

  /** As {@link Link#asked} has it. */
  default void asked() {}

  /** As {@link Link#settled} has it. */
  default void settled() {}

  /**
   * The WebSocket has ended. The connection goes when what was said before is written, or in a
   * while though it is not, since a peer may read none of it.
   */
  default void ended() {}

  /** Closes the connection at once, with all that waits to be written. */
  void abort();
}
