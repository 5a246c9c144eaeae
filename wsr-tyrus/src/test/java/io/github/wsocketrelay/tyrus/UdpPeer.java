package io.github.wsocketrelay.tyrus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** A UDP program as the tests need one: blocking, at a loopback port of its own. */
final class UdpPeer implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(5);
  static final Duration A_MOMENT = Duration.ofMillis(200);

  /** A datagram that came, with where it came from. */
  record Received(byte[] payload, InetSocketAddress source) {
    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  private final DatagramSocket socket;

  private UdpPeer(DatagramSocket socket) {
    this.socket = socket;
  }

  static UdpPeer open() {
    return openAt("127.0.0.1", 0);
  }

  static UdpPeer openAt(String host, int port) {
    try {
      DatagramSocket socket =
          new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), port));
      socket.setReceiveBufferSize(4 << 20);
      socket.setSendBufferSize(1 << 20);
      return new UdpPeer(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  void send(byte[] payload, InetSocketAddress to) {
    try {
      socket.send(new DatagramPacket(payload, payload.length, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void send(String text, InetSocketAddress to) {
    send(text.getBytes(StandardCharsets.UTF_8), to);
  }

  Received receive() {
    return receive(PATIENCE).orElseThrow(() -> new AssertionError("nothing came"));
  }

  Optional<Received> receive(Duration limit) {
    byte[] buffer = new byte[65_536];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      socket.setSoTimeout((int) limit.toMillis());
      socket.receive(packet);
      return Optional.of(
          new Received(
              Arrays.copyOf(buffer, packet.getLength()),
              (InetSocketAddress) packet.getSocketAddress()));
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends back whatever comes, until closed. */
  UdpPeer echoing() {
    Thread thread =
        new Thread(
            () -> {
              byte[] buffer = new byte[65_536];
              while (!socket.isClosed()) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                try {
                  socket.receive(packet);
                  socket.send(packet);
                } catch (SocketException e) {
                  return; // Closed.
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            },
            "test-echo");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  @Override
  public void close() {
    socket.close();
  }
}
