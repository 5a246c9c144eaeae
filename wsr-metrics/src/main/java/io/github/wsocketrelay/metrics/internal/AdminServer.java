package io.github.wsocketrelay.metrics.internal;

import io.github.wsocketrelay.RelayAdmin;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.WsrException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A small HTTP server on one thread, on which no client can keep another waiting. The JDK's reads a
 * request on a thread that waits for a slow client, and has time limits for the process only.
 */
final class AdminServer implements RelayAdmin {
  private static final Logger LOG = System.getLogger(AdminServer.class.getName());
  static final int MOST_CONNECTIONS = 32;

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  /** An accept that failed, mostly for want of descriptors, would fail again at once. */
  private static final Duration LOOK_PERIOD = Duration.ofMillis(500);

  private final AdminPages pages = new AdminPages();
  private final ServerSocketChannel listening;
  private final Selector selector;
  private final SelectionKey accepting;
  private final InetSocketAddress localAddress;
  private final Thread thread = new Thread(this::run, "wsr-admin");
  private final Deque<AdminConnection> connections = new ArrayDeque<>(); // the thread only, by age
  private boolean paused; // the thread only
  private long pausedNanos; // the thread only
  private volatile boolean closing;

  private AdminServer(ServerSocketChannel listening, Selector selector) throws IOException {
    this.listening = listening;
    this.selector = selector;
    this.accepting = listening.register(selector, SelectionKey.OP_ACCEPT);
    this.localAddress = (InetSocketAddress) listening.getLocalAddress();
    thread.setDaemon(true);
  }

  static AdminServer open(InetSocketAddress address) {
    try {
      ServerSocketChannel listening = ServerSocketChannel.open();
      try {
        listening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listening.bind(address);
        listening.configureBlocking(false);
        AdminServer server = new AdminServer(listening, Selector.open());
        server.thread.start();
        return server;
      } catch (IOException | RuntimeException e) {
        listening.close();
        throw e;
      }
    } catch (IOException e) {
      throw new WsrException(
          "cannot open the admin port %s:%d (%s): stop the program that uses the port, or choose another port or address"
              .formatted(address.getAddress().getHostAddress(), address.getPort(), e.getMessage()),
          e);
    }
  }

  @Override
  public InetSocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public void watch(RelayServer relay) {
    pages.watch(relay);
  }

  @Override
  public void drain() {
    pages.drain();
  }

  private void run() {
    try {
      while (!closing) {
        selector.select(LOOK_PERIOD.toMillis());
        serve();
        look(System.nanoTime());
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the admin port is closed, since waiting failed: {0}", e.toString());
    } finally {
      connections.forEach(AdminConnection::close);
      release();
    }
  }

  private void release() {
    try {
      listening.close();
      selector.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "closing the admin port failed: {0}", e.toString());
    }
  }

  private void serve() {
    for (SelectionKey key : selector.selectedKeys()) {
      if (key == accepting) {
        accept();
      } else {
        go(key);
      }
    }
    selector.selectedKeys().clear();
  }

  private void look(long now) {
    if (paused && now - pausedNanos > LOOK_PERIOD.toNanos()) {
      paused = false;
      accepting.interestOps(SelectionKey.OP_ACCEPT);
    }
    connections.removeIf(
        connection -> {
          if (connection.isOverdue(now)) {
            connection.close();
          }
          return !connection.isOpen();
        });
  }

  private void accept() {
    try {
      SocketChannel socket = listening.accept();
      if (socket != null) {
        begin(socket);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "accepting on the admin port failed: {0}", e.toString());
      accepting.interestOps(0);
      paused = true;
      pausedNanos = System.nanoTime();
    }
  }

  private void begin(SocketChannel socket) throws IOException {
    AdminConnection connection = new AdminConnection(socket, pages, System.nanoTime());
    try {
      socket.configureBlocking(false);
      socket.register(selector, SelectionKey.OP_READ, connection);
    } catch (IOException e) {
      connection.close();
      throw e;
    }
    connections.add(connection);
    if (connections.size() > MOST_CONNECTIONS) {
      connections.remove().close();
    }
  }

  private void go(SelectionKey key) {
    AdminConnection connection = (AdminConnection) key.attachment();
    try {
      if (key.isValid()) {
        connection.go(key);
      }
    } catch (IOException e) {
      connection.close(); // The client hung up.
    } catch (RuntimeException e) {
      connection.close();
      LOG.log(Level.WARNING, "a request on the admin port failed; please report this", e);
    }
  }

  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join(CLOSE_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
