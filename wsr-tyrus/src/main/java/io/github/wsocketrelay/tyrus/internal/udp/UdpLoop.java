package io.github.wsocketrelay.tyrus.internal.udp;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thread that reads many UDP sockets. Nothing that a socket or a handler does ends it. What has
 * waited in the sockets while this process did not run is dropped.
 */
final class UdpLoop implements AutoCloseable {
  private static final Logger LOG = System.getLogger(UdpLoop.class.getName());

  /** Larger than any datagram, since a longer one than the buffer would be cut without a word. */
  private static final int BUFFER_BYTES = 65_536;

  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final PauseWatch watch; // loop only
  private final Consumer<SelectionKey> reader = this::read; // one for all times
  private final Thread thread;
  private volatile boolean closing;

  UdpLoop(String threadName, Ticker ticker) {
    watch = new PauseWatch(ticker);
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("no selector: is the limit of open files reached?", e);
    }
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  <H extends UdpHandler> H open(
      InetSocketAddress local,
      @Nullable InetSocketAddress remote,
      int receiveBufferBytes,
      Function<UdpSocket, H> handlers)
      throws IOException {
    // The wake-up after a close lets the selector deregister the channel, which frees the port.
    NioUdpSocket socket = NioUdpSocket.open(local, remote, receiveBufferBytes, selector::wakeup);
    H handler;
    try {
      handler = handlers.apply(socket);
      socket.handTo(handler);
      socket.channel().register(selector, SelectionKey.OP_READ, socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
    selector.wakeup();
    return handler;
  }

  private void run() {
    while (!closing) {
      try {
        selector.select(reader, watch.enter());
        dropAfterPause();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "waiting for datagrams failed", e);
      }
    }
  }

  /** Called within the select, for each socket in which something waits. */
  private void read(SelectionKey key) {
    dropAfterPause();
    watch.came();
    handOut(key, NioUdpSocket::read);
  }

  /** Does so once for each select, and before anything is read. */
  private void dropAfterPause() {
    if (watch.leave()) {
      LOG.log(Level.DEBUG, "{0} did not run for a while", thread.getName());
      // All of them: a select reports so many sockets at a time, and others later.
      selector.keys().forEach(key -> handOut(key, NioUdpSocket::dropStale));
    }
  }

  private void handOut(SelectionKey key, BiConsumer<NioUdpSocket, ByteBuffer> how) {
    try {
      if (key.isValid()) {
        how.accept((NioUdpSocket) key.attachment(), buffer);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a datagram's handling failed", e);
    }
  }

  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join(1_000);
      selector.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "closing a selector: {0}", e);
    }
  }
}
