package io.github.wsocketrelay.tyrus.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UDP clients of a {@link GameServer}, each sending a numbered and checksummed datagram every 20 ms
 * to one port, a connector's usually, and comparing what comes back byte for byte. One daemon
 * thread for all of them, gone by the end of {@link #close}.
 */
public final class Players implements AutoCloseable {
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int MOST_FAULTS_KEPT = 20;
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final long seed;
  private final Selector selector = Selector.open();
  private final List<Player> players = new ArrayList<>();
  private final Queue<String> damage = new ConcurrentLinkedQueue<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong duplicates = new AtomicLong();
  private final Gaps gaps;
  private final Thread thread;
  private volatile boolean closed;

  private Players(InetSocketAddress to, int count, long seed, Gaps gaps) throws IOException {
    this.seed = seed;
    this.gaps = gaps;
    for (int i = 0; i < count; i++) {
      players.add(new Player((int) NUMBERS.incrementAndGet(), to));
    }
    this.thread = new Thread(this::run, "players");
    thread.setDaemon(true);
    thread.start();
  }

  /** Lets so many players play through this port. */
  public static Players start(InetSocketAddress to, int count, long seed) {
    return start(to, count, seed, new Gaps());
  }

  /** The same, counting their silences together with others'. */
  public static Players start(InetSocketAddress to, int count, long seed, Gaps gaps) {
    try {
      return new Players(to, count, seed, gaps);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One client; its numbers are unlike those of all other clients in this process. */
  private final class Player {
    private final int number;
    private final DatagramChannel channel;
    private long next; // the thread only, as is all that follows
    private final Arrivals arrivals = new Arrivals();
    private volatile long lastAnswer; // 0 before the first
    private volatile long longestSilence;

    Player(int number, InetSocketAddress to) throws IOException {
      this.number = number;
      this.channel = DatagramChannel.open();
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      channel.connect(to);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
    }

    void send() throws IOException {
      try {
        channel.write(PlayerDatagram.make(seed, number, next));
      } catch (PortUnreachableException e) {
        return; // Its connector is away: the datagram is lost, as in a game. It is not counted.
      }
      next++;
      sent.incrementAndGet();
    }

    void receive() throws IOException {
      ByteBuffer datagram = ByteBuffer.allocate(65_536);
      try {
        while (channel.receive(datagram) != null) {
          check(datagram.flip());
          datagram.clear();
        }
      } catch (PortUnreachableException e) {
        return;
      }
    }

    private void check(ByteBuffer datagram) {
      if (!PlayerDatagram.isWhole(datagram)
          || PlayerDatagram.player(datagram) != number
          || PlayerDatagram.number(datagram) >= next
          || !datagram.equals(PlayerDatagram.make(seed, number, PlayerDatagram.number(datagram)))) {
        if (damage.size() < MOST_FAULTS_KEPT) {
          damage.add(
              "player %d got %d bytes that it has not sent".formatted(number, datagram.limit()));
        }
        return;
      }
      if (!arrivals.add(PlayerDatagram.number(datagram))) {
        duplicates.incrementAndGet();
        return;
      }
      answered.incrementAndGet();
      long now = System.nanoTime();
      if (lastAnswer != 0) {
        gaps.add(now - lastAnswer);
        longestSilence = Math.max(longestSilence, now - lastAnswer);
      }
      lastAnswer = now;
    }

    boolean hasAnswerSince(long nanos) {
      return lastAnswer != 0 && lastAnswer - nanos > 0;
    }

    long silence(long now) {
      return Math.max(longestSilence, lastAnswer == 0 ? 0 : now - lastAnswer);
    }
  }

  private void run() {
    try {
      long next = System.nanoTime();
      while (!closed) {
        long wait = next - System.nanoTime();
        if (wait <= 0) {
          for (Player player : players) {
            player.send();
          }
          // After a pause of the process they do not catch up.
          next = Math.max(next + PACE_NANOS, System.nanoTime());
        } else {
          selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)));
        }
        selector.selectNow();
        for (SelectionKey key : selector.selectedKeys()) {
          ((Player) key.attachment()).receive();
        }
        selector.selectedKeys().clear();
      }
      for (Player player : players) {
        player.channel.close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The longest time without an answer of any player since {@link #forgetSilences}. */
  public Duration longestSilence() {
    long now = System.nanoTime();
    return Duration.ofNanos(
        players.stream().mapToLong(player -> player.silence(now)).max().orElse(0));
  }

  /** What was silent so far does not count any more; what is silent now counts from its start. */
  public void forgetSilences() {
    players.forEach(player -> player.longestSilence = 0);
  }

  /** Whether every player has an answer that came after this call's argument. */
  public boolean allAnsweredSince(long nanoTime) {
    return players.stream().allMatch(player -> player.hasAnswerSince(nanoTime));
  }

  /** Datagrams sent so far. */
  public long sent() {
    return sent.get();
  }

  /** Of them, those that came back, each counted once. */
  public long answered() {
    return answered.get();
  }

  /** Answers that had come before. */
  public long duplicates() {
    return duplicates.get();
  }

  /** The first answers that were not what was sent, in words; none as it should be. */
  public List<String> damage() {
    return List.copyOf(damage);
  }

  /** The numbers by which the game server knows them. */
  public List<Integer> numbers() {
    return players.stream().map(player -> player.number).toList();
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
