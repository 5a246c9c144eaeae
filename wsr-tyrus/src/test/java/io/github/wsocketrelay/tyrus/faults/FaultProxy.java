package io.github.wsocketrelay.tyrus.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on loopback between sides and a relay, whose faults are switched while it runs. Each
 * call returns when the fault is in force. Nothing passes wrongly: what a black hole has kept goes
 * on its way when it ends, as with TCP. One daemon thread, gone by the end of {@link #close}.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int BACKLOG = 1_000;

  private final InetSocketAddress relay;
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Faults faults = new Faults(); // this and what follows: the proxy's thread only
  private final List<FaultyConnection> connections = new ArrayList<>();
  private @Nullable ServerSocketChannel listening;
  private volatile int port;
  private volatile boolean closed;

  private FaultProxy(InetSocketAddress relay) throws IOException {
    this.relay = relay;
    this.selector = Selector.open();
    open();
    this.thread = new Thread(this::run, "fault-proxy-" + port);
    thread.setDaemon(true);
    thread.start();
  }

  /** Starts a proxy without faults before a relay, at a loopback port of its own. */
  public static FaultProxy to(InetSocketAddress relay) {
    try {
      return new FaultProxy(relay);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where sides connect to. */
  public int port() {
    return port;
  }

  /** The relay's address as sides are to have it. */
  public URI uri() {
    return URI.create("ws://127.0.0.1:" + port);
  }

  /** What is read from now on arrives that much later, each way. */
  public void latency(Duration latency) {
    change(() -> faults.latencyNanos = latency.toNanos());
  }

  /** At most so many bytes pass each second, each way of each connection. */
  public void rate(long bytesPerSecond) {
    change(() -> faults.bytesPerSecond = bytesPerSecond);
  }

  /**
   * Nothing passes in these directions, no end of a connection either, and no new connection
   * reaches the relay. All directions that are not named pass.
   */
  public void blackHole(Direction... directions) {
    change(
        () -> {
          faults.holes.clear();
          faults.holes.addAll(List.of(directions));
        });
  }

  /** What passes arrives in pieces of so many bytes. */
  public void slices(int bytes) {
    change(() -> faults.sliceBytes = bytes);
  }

  /** Connections are reset when so many bytes have passed in one direction since they were made. */
  public void cutAfter(long bytes) {
    change(() -> faults.bytesUntilCut = bytes);
  }

  /** When one end has closed, the other one hears it only after this time. */
  public void slowClose(Duration delay) {
    change(() -> faults.closeDelayNanos = delay.toNanos());
  }

  /** Ends all faults; also listens again. */
  public void heal() {
    change(faults::clear);
    listen();
  }

  /** Resets all connections. */
  public void reset() {
    change(() -> connections.forEach(FaultyConnection::reset));
  }

  /** Resets one connection, by its number from 0 in the order of their beginning. */
  public void reset(int connection) {
    change(() -> connections.get(connection).reset());
  }

  /** Listens no longer, so that new connections are refused; the others stay. */
  public void refuse() {
    change(
        () -> {
          if (listening != null) {
            closeQuietly(listening);
            listening = null;
          }
        });
  }

  /** Listens again at the same port, if it does not. */
  public void listen() {
    change(
        () -> {
          if (listening == null) {
            try {
              open();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
  }

  /** How many connections there are. */
  public int connections() {
    return ask(connections::size);
  }

  private void open() throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_ACCEPT);
    listening = channel;
    port = channel.socket().getLocalPort();
  }

  private void change(Runnable change) {
    Object unused =
        ask(
            () -> {
              change.run();
              return true;
            });
  }

  private <T> T ask(Supplier<T> question) {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    tasks.add(
        () -> {
          try {
            T answered = question.get();
            closeForGood();
            answer.complete(answered);
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    selector.wakeup();
    return answer.orTimeout(5, TimeUnit.SECONDS).join();
  }

  private void run() {
    try {
      long wait = Long.MAX_VALUE;
      while (!closed) {
        select(wait);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        accept();
        wait = progress(System.nanoTime());
      }
      connections.forEach(FaultyConnection::close);
      if (listening != null) {
        closeQuietly(listening);
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void select(long waitNanos) throws IOException {
    selector.selectedKeys().clear();
    if (waitNanos == 0) {
      selector.selectNow();
    } else if (waitNanos == Long.MAX_VALUE) {
      selector.select();
    } else {
      selector.select(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
    }
  }

  /** A closed channel keeps its descriptor until the selector has looked. */
  private void closeForGood() {
    connections.removeIf(FaultyConnection::isClosed);
    try {
      selector.selectNow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() throws IOException {
    if (listening == null) {
      return;
    }
    for (SocketChannel side = listening.accept(); side != null; side = listening.accept()) {
      connections.add(new FaultyConnection(selector, faults, side, relay));
    }
  }

  private long progress(long now) {
    long wait = Long.MAX_VALUE;
    for (FaultyConnection connection : connections) {
      wait = Math.min(wait, connection.progress(now));
    }
    if (connections.removeIf(FaultyConnection::isClosed)) {
      closeForGood();
      return 0;
    }
    return wait;
  }

  private static void closeQuietly(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
