package io.github.wsocketrelay.tyrus.internal.udp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One thread that reads many UDP sockets. Nothing that a socket or a handler does ends it. */
final class UdpLoop implements AutoCloseable {
  private static final Logger LOG = System.getLogger(UdpLoop.class.getName());

  /** Larger than any datagram, since a longer one than the buffer would be cut without a word. */
  private static final int BUFFER_BYTES = 65_536;

  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Thread thread;
  private volatile boolean closing;

  UdpLoop(String threadName) {
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
        selector.select(this::read);
      } catch (IOException e) {
        LOG.log(Level.WARNING, "waiting for datagrams failed", e);
      }
    }
  }

  private void read(SelectionKey key) {
    try {
      if (key.isValid()) {
        ((NioUdpSocket) key.attachment()).read(buffer);
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
