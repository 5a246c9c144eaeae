package io.github.wsocketrelay.tyrus.internal.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** Opens UDP sockets. */
public interface UdpSockets {

  /** What those who open sockets here have bound. */
  OwnPorts own();

  /**
   * Opens a socket that takes datagrams from anywhere.
   *
   * @param handlers makes the handler, before anything is read
   * @return the handler
   * @throws IOException if the address cannot be bound: a BindException for a port in use
   */
  <H extends UdpHandler> H listen(InetSocketAddress local, Function<UdpSocket, H> handlers)
      throws IOException;

  /**
   * Opens a socket that takes datagrams from one address only.
   *
   * @param handlers makes the handler, before anything is read
   * @return the handler
   * @throws IOException if the address cannot be bound: a BindException for a port in use
   */
  <H extends UdpHandler> H connect(
      InetSocketAddress local, InetSocketAddress remote, Function<UdpSocket, H> handlers)
      throws IOException;
}
