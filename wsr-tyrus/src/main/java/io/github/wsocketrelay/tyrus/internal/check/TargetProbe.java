package io.github.wsocketrelay.tyrus.internal.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;

/**
 * Whether a machine says that nothing listens at a UDP port: it does so by ICMP, if at all. Sends
 * one byte, since Java sends nothing empty on a connected socket, and only such a socket hears.
 */
final class TargetProbe {
  private static final int TRIES = 2;
  private static final Duration WAIT = Duration.ofMillis(150);

  private TargetProbe() {}

  /**
   * Tries a target.
   *
   * @return false if nothing listens there
   * @throws IOException if nothing can be sent there
   */
  static boolean mayListen(InetSocketAddress target) throws IOException {
    try (Selector selector = Selector.open();
        DatagramChannel socket = DatagramChannel.open()) {
      socket.connect(target);
      socket.configureBlocking(false);
      socket.register(selector, SelectionKey.OP_READ);
      for (int attempt = 0; attempt < TRIES; attempt++) {
        socket.write(ByteBuffer.allocate(1));
        if (selector.select(WAIT.toMillis()) > 0) {
          socket.read(ByteBuffer.allocate(1));
          return true; // It even answers.
        }
      }
      return true;
    } catch (PortUnreachableException e) {
      return false;
    }
  }
}
