package io.github.wsocketrelay.examples;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A UDP server on loopback that sends every datagram back to where it came from. */
final class EchoServer implements AutoCloseable {
  /** Larger than any datagram. */
  private static final int BUFFER_BYTES = 65_536;

  /** macOS by itself refuses to send more than 9,216 bytes. */
  private static final int SEND_BUFFER_BYTES = 1 << 20;

  private final DatagramSocket socket;
  private volatile int lastSourcePort;

  private EchoServer(DatagramSocket socket) {
    this.socket = socket;
  }

  static EchoServer start() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSendBufferSize(SEND_BUFFER_BYTES);
    EchoServer server = new EchoServer(socket);
    Thread thread = new Thread(server::run, "wsr-echo");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** The port from which the last datagram came: by it the server tells its clients apart. */
  int lastSourcePort() {
    return lastSourcePort;
  }

  private void run() {
    DatagramPacket packet = new DatagramPacket(new byte[BUFFER_BYTES], BUFFER_BYTES);
    while (!socket.isClosed()) {
      try {
        packet.setLength(BUFFER_BYTES);
        socket.receive(packet);
        SocketAddress source = packet.getSocketAddress();
        lastSourcePort = ((InetSocketAddress) source).getPort();
        socket.send(packet);
      } catch (IOException e) {
        // Closed, which ends the loop, or a client that is gone, which does not.
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
