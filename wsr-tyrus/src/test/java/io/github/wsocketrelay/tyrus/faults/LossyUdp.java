package io.github.wsocketrelay.tyrus.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A bad path between UDP clients and a port: it loses, doubles and swaps datagrams. What happens to
 * the n-th datagram of a client in one direction depends on the seed alone, which {@link #toString}
 * names: put it into the message of each assertion. One daemon thread, gone by the end of {@link
 * #close}.
 */
public final class LossyUdp implements AutoCloseable {
  private static final int MOST_BYTES = 65_536;

  /**
   * How likely each fault is, from 0 to 1.
   *
   * @param loss the datagram does not arrive
   * @param duplication it arrives twice
   * @param reordering it arrives after the next one, of which there may be none
   */
  public record Odds(double loss, double duplication, double reordering) {
    /** Nothing happens to any datagram. */
    public static final Odds NONE = new Odds(0, 0, 0);
  }

  private final long seed;
  private final Odds odds;
  private final InetSocketAddress target;
  private final Selector selector;
  private final DatagramChannel front;
  private final Thread thread;
  private final Map<SocketAddress, Client> clients = new HashMap<>(); // the thread only
  private volatile boolean closed;

  private LossyUdp(InetSocketAddress target, Odds odds, long seed) throws IOException {
    this.target = target;
    this.odds = odds;
    this.seed = seed;
    this.selector = Selector.open();
    this.front = DatagramChannel.open();
    front.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    front.configureBlocking(false);
    front.register(selector, SelectionKey.OP_READ);
    this.thread = new Thread(this::run, "lossy-udp");
    thread.setDaemon(true);
    thread.start();
  }

  /** Starts a path to this port. */
  public static LossyUdp to(InetSocketAddress target, Odds odds, long seed) {
    try {
      return new LossyUdp(target, odds, seed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients send to. */
  public InetSocketAddress address() {
    return (InetSocketAddress) front.socket().getLocalSocketAddress();
  }

  /** One direction of one client's datagrams. */
  private final class Way {
    private final SplittableRandom random;
    private @Nullable ByteBuffer late;

    Way(long salt) {
      this.random = new SplittableRandom(seed + salt);
    }

    /** What arrives now that this datagram was sent. */
    List<ByteBuffer> pass(ByteBuffer datagram) {
      List<ByteBuffer> arriving = new ArrayList<>();
      boolean lost = random.nextDouble() < odds.loss();
      boolean doubled = random.nextDouble() < odds.duplication();
      boolean swapped = random.nextDouble() < odds.reordering();
      if (lost) {
        return arriving;
      }
      if (swapped && late == null) {
        late = datagram;
        return arriving;
      }
      arriving.add(datagram);
      if (doubled) {
        arriving.add(datagram.duplicate());
      }
      if (late != null) {
        arriving.add(late);
        late = null;
      }
      return arriving;
    }
  }

  /** A client, with the socket by which the target knows it. */
  private final class Client {
    private final SocketAddress address;
    private final DatagramChannel back;
    private final Way there;
    private final Way here;

    Client(SocketAddress address, int number) throws IOException {
      this.address = address;
      this.there = new Way(2L * number);
      this.here = new Way(2L * number + 1);
      this.back = DatagramChannel.open();
      back.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      back.configureBlocking(false);
      back.register(selector, SelectionKey.OP_READ, this);
    }

    void fromClient(ByteBuffer datagram) throws IOException {
      for (ByteBuffer arriving : there.pass(datagram)) {
        back.send(arriving, target);
      }
    }

    void fromTarget() throws IOException {
      ByteBuffer datagram = ByteBuffer.allocate(MOST_BYTES);
      while (back.receive(datagram) != null) {
        for (ByteBuffer arriving : here.pass(datagram.flip())) {
          front.send(arriving, address);
        }
        datagram = ByteBuffer.allocate(MOST_BYTES);
      }
    }
  }

  private void run() {
    try {
      while (!closed) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.attachment() instanceof Client client) {
            client.fromTarget();
          } else {
            fromClients();
          }
        }
        selector.selectedKeys().clear();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fromClients() throws IOException {
    while (true) {
      ByteBuffer datagram = ByteBuffer.allocate(MOST_BYTES);
      SocketAddress source = front.receive(datagram);
      if (source == null) {
        return;
      }
      Client client = clients.get(source);
      if (client == null) {
        client = new Client(source, clients.size());
        clients.put(source, client);
      }
      client.fromClient(datagram.flip());
    }
  }

  @Override
  public String toString() {
    return "a lossy path with seed %dL, %s".formatted(seed, odds);
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
