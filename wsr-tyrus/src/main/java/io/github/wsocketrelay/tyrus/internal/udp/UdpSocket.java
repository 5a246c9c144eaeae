package io.github.wsocketrelay.tyrus.internal.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** One open UDP socket. Safe for use by many threads; nothing blocks. */
public interface UdpSocket extends AutoCloseable {

  /** The bound address, with the real port. */
  InetSocketAddress localAddress();

  /**
   * Sends a datagram, from position to limit.
   *
   * @return whether the system took it; false when its buffer is full
   * @throws IOException if it cannot be sent, such as for its size; the socket stays usable
   */
  boolean send(ByteBuffer payload, InetSocketAddress destination) throws IOException;

  /** Gives the port back, within moments. */
  @Override
  void close();
}
