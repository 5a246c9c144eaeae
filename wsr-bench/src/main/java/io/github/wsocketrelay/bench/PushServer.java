package io.github.wsocketrelay.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * A UDP server on loopback that goes on sending to whoever sent it something last, as a game server
 * does that has not noticed yet that a player is gone.
 */
final class PushServer implements AutoCloseable {
  /** Datagrams a second. */
  static final int HZ = 2_000;

  private static final int BYTES = 1_200;
  private static final long NANOS_BETWEEN = 1_000_000_000 / HZ;

  private final DatagramChannel channel;
  private volatile boolean busy;

  private PushServer(DatagramChannel channel) {
    this.channel = channel;
  }

  static PushServer start() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    PushServer server = new PushServer(channel);
    Worker.start("bench-push", server::run);
    return server;
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  /** Whether it has a client to send to. */
  boolean isBusy() {
    return busy;
  }

  private void run() throws IOException {
    SocketAddress client = channel.receive(ByteBuffer.allocate(BYTES));
    busy = true;
    ByteBuffer datagram = ByteBuffer.allocateDirect(BYTES);
    long due = System.nanoTime();
    while (channel.isOpen()) {
      long early = due - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(early);
      } else {
        channel.send(datagram.clear(), client);
        due += NANOS_BETWEEN;
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
