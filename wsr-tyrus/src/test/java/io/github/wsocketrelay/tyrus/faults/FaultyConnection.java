package io.github.wsocketrelay.tyrus.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection through a {@link FaultProxy}: two sockets, two paths. On its thread only. */
final class FaultyConnection {
  private final Faults faults;
  private final InetSocketAddress relayAddress;
  private final SocketChannel side;
  private final SocketChannel relay;
  private final SelectionKey sideKey;
  private final SelectionKey relayKey;
  private final FaultyPath toRelay;
  private final FaultyPath toSide;
  private boolean connecting;
  private boolean connected;
  private boolean closed;

  FaultyConnection(
      Selector selector, Faults faults, SocketChannel side, InetSocketAddress relayAddress)
      throws IOException {
    this.faults = faults;
    this.relayAddress = relayAddress;
    this.side = side;
    this.relay = SocketChannel.open();
    this.sideKey = prepare(selector, side);
    this.relayKey = prepare(selector, relay);
    this.toRelay = new FaultyPath(Direction.TO_RELAY, faults, side, relay);
    this.toSide = new FaultyPath(Direction.TO_SIDE, faults, relay, side);
  }

  private SelectionKey prepare(Selector selector, SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // so that slices stay slices
    return channel.register(selector, 0, this);
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Does what can be done now.
   *
   * @return after how many nanoseconds there is more; {@link Long#MAX_VALUE} if not known
   */
  long progress(long now) {
    if (closed) {
      return Long.MAX_VALUE;
    }
    try {
      return connected || connect() ? forward(now) : Long.MAX_VALUE;
    } catch (IOException e) {
      reset(); // One end has, or the data limit says so.
      return Long.MAX_VALUE;
    }
  }

  /** In a black hole nothing connects. */
  private boolean connect() throws IOException {
    if (!connecting && faults.holes.isEmpty()) {
      connecting = true;
      connected = relay.connect(relayAddress);
    } else if (connecting && relayKey.isConnectable()) {
      connected = relay.finishConnect();
    }
    relayKey.interestOps(connecting && !connected ? SelectionKey.OP_CONNECT : 0);
    return connected;
  }

  private long forward(long now) throws IOException {
    if (isReadable(sideKey) && toRelay.wantsToRead()) {
      toRelay.read(now);
    }
    if (isReadable(relayKey) && toSide.wantsToRead()) {
      toSide.read(now);
    }
    long wait = Math.min(toRelay.forward(now), toSide.forward(now));
    if (toRelay.isOver() && toSide.isOver()) {
      close();
      return Long.MAX_VALUE;
    }
    sideKey.interestOps(interest(toRelay, toSide));
    relayKey.interestOps(interest(toSide, toRelay));
    return wait;
  }

  /** A key that was not selected has what was ready when it was selected last. */
  private static boolean isReadable(SelectionKey key) {
    return key.selector().selectedKeys().contains(key) && key.isReadable();
  }

  private static int interest(FaultyPath from, FaultyPath to) {
    return (from.wantsToRead() ? SelectionKey.OP_READ : 0)
        | (to.waitsForReceiver() ? SelectionKey.OP_WRITE : 0);
  }

  /** Ends it with RST at both ends. */
  void reset() {
    for (SocketChannel channel : new SocketChannel[] {side, relay}) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        continue; // It is closed already, or was never connected.
      }
    }
    close();
  }

  void close() {
    closed = true;
    try {
      side.close();
      relay.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
