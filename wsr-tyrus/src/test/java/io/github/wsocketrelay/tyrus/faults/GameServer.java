package io.github.wsocketrelay.tyrus.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A UDP server that sends everything back, and remembers by which source ports it saw each of the
 * {@link Players}. One daemon thread.
 */
public final class GameServer implements AutoCloseable {
  private static final int BUFFER_BYTES = 4 << 20;

  private final DatagramSocket socket;
  private final Map<Integer, Set<Integer>> portsOfPlayers = new ConcurrentHashMap<>();
  private final AtomicLong damaged = new AtomicLong();

  private GameServer(int port) throws IOException {
    this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setReceiveBufferSize(BUFFER_BYTES);
    socket.setSendBufferSize(BUFFER_BYTES);
    Thread thread = new Thread(this::run, "game-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Starts one at a port that is free. */
  public static GameServer start() {
    return startAt(0);
  }

  /** Starts one at this loopback port. */
  public static GameServer startAt(int port) {
    try {
      return new GameServer(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public int port() {
    return socket.getLocalPort();
  }

  /** The source ports at which it saw each player, by the player's number. */
  public Map<Integer, Set<Integer>> portsOfPlayers() {
    return Map.copyOf(portsOfPlayers);
  }

  /** How many datagrams came that no player has sent so. */
  public long damaged() {
    return damaged.get();
  }

  private void run() {
    byte[] buffer = new byte[65_536];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        remember(packet);
        socket.send(packet);
      } catch (SocketException e) {
        return; // Closed.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void remember(DatagramPacket packet) {
    ByteBuffer datagram = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
    if (PlayerDatagram.isWhole(datagram)) {
      portsOfPlayers
          .computeIfAbsent(PlayerDatagram.player(datagram), player -> new ConcurrentSkipListSet<>())
          .add(packet.getPort());
    } else {
      damaged.incrementAndGet();
    }
  }

  /** Goes away in the middle of the game. */
  public void stop() {
    socket.close();
  }

  @Override
  public void close() {
    stop();
  }
}
