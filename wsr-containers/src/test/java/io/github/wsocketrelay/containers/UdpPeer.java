package io.github.wsocketrelay.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** A UDP program on loopback. */
final class UdpPeer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int RESEND_MILLIS = 200;
  private static final int BUFFER_BYTES = 4 << 20;

  private final DatagramSocket socket;

  UdpPeer() {
    try {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setReceiveBufferSize(BUFFER_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  record Received(byte[] payload, SocketAddress from) {}

  /** Sends back all that comes, until it is closed. */
  UdpPeer echoing() {
    Thread thread =
        new Thread(
            () -> {
              try {
                socket.setSoTimeout(0);
                while (true) {
                  Received received = receive();
                  send(received.payload(), received.from());
                }
              } catch (IOException | UncheckedIOException e) {
                // It is closed.
              }
            },
            "echo");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  int port() {
    return socket.getLocalPort();
  }

  void send(byte[] payload, SocketAddress to) {
    try {
      socket.send(new DatagramPacket(payload, payload.length, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Received receive() {
    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
    try {
      socket.receive(packet);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Received(
        Arrays.copyOf(packet.getData(), packet.getLength()), packet.getSocketAddress());
  }

  /**
   * Waits for one answer, and asks again now and then: on a busy machine the sides drop what has
   * waited too long in them.
   */
  void receive(byte[] expected, SocketAddress from) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2 * PATIENCE_MILLIS);
    socket.setSoTimeout(RESEND_MILLIS);
    while (System.nanoTime() < end) {
      try {
        if (Arrays.equals(receive().payload(), expected)) {
          return;
        }
      } catch (UncheckedIOException e) {
        send(expected, from);
      }
    }
    throw new AssertionError("no answer to " + expected.length + " bytes");
  }

  @Override
  public void close() {
    socket.close();
  }
}
