package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.WsrException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/**
 * A UDP client that sends datagrams and waits for each to come back. Its socket is not connected,
 * as Java sends no empty datagram from one that is.
 */
final class EchoClient implements AutoCloseable {
  private static final int BUFFER_BYTES = 65_536;
  private static final int SEND_BUFFER_BYTES = 1 << 20;

  /** UDP may lose a datagram, so one more try is no failure yet. */
  private static final int TRIES = 3;

  private static final int PATIENCE_MILLIS = 1_000;

  private final InetSocketAddress server;
  private final DatagramSocket socket;

  /** A client on a port of its own. */
  EchoClient(InetSocketAddress server) throws IOException {
    this.server = server;
    socket = new DatagramSocket(new InetSocketAddress(server.getAddress(), 0));
    socket.setSendBufferSize(SEND_BUFFER_BYTES);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  int localPort() {
    return socket.getLocalPort();
  }

  /**
   * Sends a datagram and waits for the same bytes.
   *
   * @return how long they were away
   * @throws WsrException if they do not come back
   */
  Duration exchange(byte[] payload) throws IOException {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      long sent = System.nanoTime();
      socket.send(new DatagramPacket(payload, payload.length, server));
      if (returns(payload)) {
        return Duration.ofNanos(System.nanoTime() - sent);
      }
    }
    throw new WsrException(
        "%d bytes were sent from port %d %d times and did not come back"
            .formatted(payload.length, localPort(), TRIES));
  }

  private boolean returns(byte[] payload) throws IOException {
    DatagramPacket answer = new DatagramPacket(new byte[BUFFER_BYTES], BUFFER_BYTES);
    try {
      while (true) {
        answer.setLength(BUFFER_BYTES);
        socket.receive(answer);
        if (answer.getSocketAddress().equals(server) && isPayload(answer, payload)) {
          return true;
        }
      }
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private static boolean isPayload(DatagramPacket answer, byte[] payload) {
    return Arrays.equals(payload, 0, payload.length, answer.getData(), 0, answer.getLength());
  }

  @Override
  public void close() {
    socket.close();
  }
}
