package io.github.wsocketrelay.tyrus.internal.exposer;

import io.github.wsocketrelay.tyrus.internal.udp.UdpHandler;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSocket;
import io.github.wsocketrelay.tyrus.internal.udp.UdpSockets;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.function.Function;

/**
 * Opens sockets on the lowest local ports from a minimum upwards that are free here and in the
 * system; a port is free again when it is given back. With a minimum of 0 the system chooses.
 */
final class LocalPorts {
  private static final int LAST_PORT = 65_535;

  private final UdpSockets sockets;
  private final int minPort;
  private final BitSet taken = new BitSet(); // guarded by this

  LocalPorts(UdpSockets sockets, int minPort) {
    this.sockets = sockets;
    this.minPort = minPort;
  }

  /**
   * Opens a socket towards a target.
   *
   * @param handlers makes the handler, before anything is read
   * @return the handler
   * @throws IOException if no port is free, or the address cannot be used
   */
  <H extends UdpHandler> H open(
      InetAddress local, InetSocketAddress target, Function<UdpSocket, H> handlers)
      throws IOException {
    if (minPort == 0) {
      return sockets.connect(new InetSocketAddress(local, 0), target, handlers);
    }
    for (int port = take(minPort); port >= 0; port = take(port + 1)) {
      try {
        return sockets.connect(new InetSocketAddress(local, port), target, handlers);
      } catch (BindException e) {
        giveBack(port); // Another program has it.
      } catch (IOException | RuntimeException e) {
        giveBack(port);
        throw e;
      }
    }
    throw new BindException("no local port from " + minPort + " to " + LAST_PORT + " is free");
  }

  private synchronized int take(int from) {
    int port = taken.nextClearBit(from);
    if (port > LAST_PORT) {
      return -1;
    }
    taken.set(port);
    return port;
  }

  synchronized void giveBack(int port) {
    taken.clear(port);
  }
}
