package io.github.wsocketrelay.tyrus.internal.udp;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket on a {@link UdpLoop}.
 *
 * <p>One that talks to a single address is connected, so that the system reports when nobody
 * listens there. A connected channel cannot send an empty datagram (its write returns 0 and sends
 * nothing), so the first empty one turns the socket into an unconnected one, which keeps its port;
 * from then on datagrams from elsewhere are ignored here instead of by the system.
 */
final class NioUdpSocket implements UdpSocket {
  private static final Logger LOG = System.getLogger(NioUdpSocket.class.getName());
  private static final int BATCH = 64;
  private static final int SEND_BUFFER_BYTES = 1 << 20;

  /** Less than a datagram takes of a receive buffer, however short it is. */
  private static final int LEAST_KEPT_BYTES = 256;

  private final DatagramChannel channel;
  private final InetSocketAddress localAddress;
  private final @Nullable InetSocketAddress remote;
  private final int mostWaiting;
  private final Runnable afterClose;
  private volatile boolean connected;
  private volatile @Nullable UdpHandler handler; // set before the loop reads
  private BiConsumer<ByteBuffer, InetSocketAddress> taker = (payload, source) -> {}; // the same

  private NioUdpSocket(
      DatagramChannel channel, @Nullable InetSocketAddress remote, Runnable afterClose)
      throws IOException {
    this.channel = channel;
    this.localAddress = (InetSocketAddress) channel.getLocalAddress();
    this.remote = remote;
    this.mostWaiting = channel.getOption(StandardSocketOptions.SO_RCVBUF) / LEAST_KEPT_BYTES;
    this.afterClose = afterClose;
    this.connected = remote != null;
  }

  static NioUdpSocket open(
      InetSocketAddress local,
      @Nullable InetSocketAddress remote,
      int receiveBufferBytes,
      Runnable afterClose)
      throws IOException {
    boolean v4 = local.getAddress() instanceof Inet4Address;
    DatagramChannel channel =
        DatagramChannel.open(v4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      ask(channel, StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
      ask(channel, StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
      channel.bind(local);
      if (remote != null) {
        channel.connect(remote);
      }
      return new NioUdpSocket(channel, remote, afterClose);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The system may give less than is asked for, or refuse; both only cost datagrams in a burst. */
  private static void ask(DatagramChannel channel, SocketOption<Integer> option, int bytes) {
    try {
      channel.setOption(option, bytes);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "{0} of {1} refused: {2}", option.name(), bytes, e);
    }
  }

  void handTo(UdpHandler newHandler) {
    taker = newHandler::onDatagram;
    handler = newHandler;
  }

  DatagramChannel channel() {
    return channel;
  }

  @Override
  public InetSocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public boolean send(ByteBuffer payload, InetSocketAddress destination) throws IOException {
    if (!payload.hasRemaining()) {
      disconnectForEmpty();
      // Of an empty datagram the channel reports 0 bytes whether it was taken or not.
      channel.send(payload, destination);
      return true;
    }
    if (!connected) {
      return channel.send(payload, destination) > 0;
    }
    try {
      return channel.write(payload) > 0;
    } catch (PortUnreachableException e) {
      // That was the fate of an earlier datagram; this one has not been sent yet.
      reportUnreachable();
      return channel.write(payload) > 0;
    }
  }

  private void reportUnreachable() {
    UdpHandler current = handler;
    if (current != null) {
      current.onPortUnreachable();
    }
  }

  private synchronized void disconnectForEmpty() throws IOException {
    if (connected) {
      connected = false;
      channel.disconnect();
    }
  }

  /** Hands out what waits, at most {@value #BATCH} datagrams. On the loop's thread. */
  void read(ByteBuffer buffer) {
    UdpHandler current = handler;
    if (current != null && readUpTo(BATCH, buffer, current, taker)) {
      current.onBatchEnd();
    }
  }

  /**
   * Drops what waits, at most as much as the receive buffer held: a sender that is as fast as this
   * must not keep it at that. On the loop's thread.
   */
  void dropStale(ByteBuffer buffer) {
    UdpHandler current = handler;
    if (current != null) {
      readUpTo(
          mostWaiting, buffer, current, (payload, source) -> current.onStale(payload.remaining()));
    }
  }

  /** Tells whether the socket is still open. */
  private boolean readUpTo(
      int most,
      ByteBuffer buffer,
      UdpHandler current,
      BiConsumer<ByteBuffer, InetSocketAddress> how) {
    try {
      for (int i = 0; i < most && readOne(buffer, current, how); i++) {
        // The next one.
      }
    } catch (ClosedChannelException e) {
      return false;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "reading from {0}: {1}", localAddress, e);
    }
    return true;
  }

  private boolean readOne(
      ByteBuffer buffer, UdpHandler current, BiConsumer<ByteBuffer, InetSocketAddress> how)
      throws IOException {
    try {
      InetSocketAddress source = (InetSocketAddress) channel.receive(buffer.clear());
      if (source == null) {
        return false;
      }
      if (remote == null || remote.equals(source)) {
        how.accept(buffer.flip(), source);
      }
    } catch (PortUnreachableException e) {
      current.onPortUnreachable();
    }
    return true;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "closing {0}: {1}", localAddress, e);
    }
    afterClose.run();
  }
}
