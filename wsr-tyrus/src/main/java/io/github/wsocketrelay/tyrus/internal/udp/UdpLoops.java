package io.github.wsocketrelay.tyrus.internal.udp;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A few UDP loops, among which sockets are dealt in turn. */
public final class UdpLoops implements UdpSockets, AutoCloseable {
  private static final int MOST_LOOPS = 4;

  /** A connector's one port takes the bursts of all local programs. */
  private static final int LISTEN_BUFFER_BYTES = 4 << 20;

  /** A flow's port takes those of one server to one client. */
  private static final int CONNECT_BUFFER_BYTES = 256 << 10;

  private final UdpLoop[] loops;
  private final AtomicInteger next = new AtomicInteger();
  private final OwnPorts own = new OwnPorts();

  public UdpLoops() {
    loops = new UdpLoop[Math.min(Runtime.getRuntime().availableProcessors(), MOST_LOOPS)];
    for (int i = 0; i < loops.length; i++) {
      loops[i] = new UdpLoop("wsr-udp-" + (i + 1), Ticker.SYSTEM);
    }
  }

  @Override
  public OwnPorts own() {
    return own;
  }

  @Override
  public <H extends UdpHandler> H listen(InetSocketAddress local, Function<UdpSocket, H> handlers)
      throws IOException {
    return nextLoop().open(local, null, LISTEN_BUFFER_BYTES, handlers);
  }

  @Override
  public <H extends UdpHandler> H connect(
      InetSocketAddress local, InetSocketAddress remote, Function<UdpSocket, H> handlers)
      throws IOException {
    return nextLoop().open(local, remote, CONNECT_BUFFER_BYTES, handlers);
  }

  private UdpLoop nextLoop() {
    return loops[Math.floorMod(next.getAndIncrement(), loops.length)];
  }

  @Override
  public void close() {
    for (UdpLoop loop : loops) {
      loop.close();
    }
  }
}
