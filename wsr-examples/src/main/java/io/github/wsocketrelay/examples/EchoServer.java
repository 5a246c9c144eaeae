package io.github.wsocketrelay.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * A UDP server on loopback that sends every datagram back to where it came from. One thread in
 * blocking calls: two system calls for each datagram, where a selector would need four.
 */
public final class EchoServer implements AutoCloseable {
  /** Larger than any datagram. */
  private static final int BUFFER_BYTES = 65_536;

  /** For the bursts of many clients; the system may grant less. */
  private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

  /** macOS by itself refuses to send more than 9,216 bytes. */
  private static final int SEND_BUFFER_BYTES = 1 << 20;

  private final DatagramChannel channel;
  private final InetSocketAddress address;
  private volatile int lastSourcePort;

  private EchoServer(DatagramChannel channel) throws IOException {
    this.channel = channel;
    this.address = (InetSocketAddress) channel.getLocalAddress();
  }

  /** Starts one at a port that the system chooses. */
  public static EchoServer start() throws IOException {
    DatagramChannel channel =
        DatagramChannel.open()
            .setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
            .setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES)
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    EchoServer server = new EchoServer(channel);
    // Without the prefix wsr-, as it is no part of a tunnel when its cost is measured.
    Thread thread = new Thread(server::run, "echo");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** The port from which the last datagram came: by it the server tells its clients apart. */
  int lastSourcePort() {
    return lastSourcePort;
  }

  private void run() {
    ByteBuffer datagram = ByteBuffer.allocateDirect(BUFFER_BYTES);
    while (channel.isOpen()) {
      try {
        datagram.clear();
        InetSocketAddress source = (InetSocketAddress) channel.receive(datagram);
        lastSourcePort = source.getPort();
        channel.send(datagram.flip(), source);
      } catch (IOException e) {
        // Closed, which ends the loop, or a client that is gone, which does not.
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
