package io.github.wsocketrelay.tyrus.internal.udp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Datagrams between two sockets of the loops, as between a local program and a UDP server. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class UdpLoopBenchmark {
  /** So many that waking the benchmark's thread at the end does not count. */
  private static final int ROUND_TRIPS = 1_000;

  private static final int PATIENCE_SECONDS = 10;

  @Param({"100", "1200"})
  int payloadBytes;

  private UdpLoops loops;
  private Echo echo;
  private Returner returner;
  private ByteBuffer payload;

  @Setup
  public void openSockets() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    loops = new UdpLoops();
    echo = loops.listen(anyPort, Echo::new);
    InetSocketAddress server = echo.socket.localAddress();
    returner = loops.connect(anyPort, server, socket -> new Returner(socket, server));
    payload = ByteBuffer.allocateDirect(payloadBytes);
  }

  @TearDown
  public void closeSockets() {
    returner.socket.close();
    echo.socket.close();
    loops.close();
  }

  /** One datagram under way, back and forth: the next leaves when one has come back. */
  @Benchmark
  @OperationsPerInvocation(ROUND_TRIPS)
  public void roundTrip() throws InterruptedException {
    returner.begin(payload.rewind());
    if (!returner.over.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a datagram was lost");
    }
  }

  /** Sends back what comes. */
  private static class Echo implements UdpHandler {
    final UdpSocket socket;

    Echo(UdpSocket socket) {
      this.socket = socket;
    }

    @Override
    public void onDatagram(ByteBuffer payload, InetSocketAddress source) {
      send(payload, source);
    }

    final void send(ByteBuffer payload, InetSocketAddress to) {
      try {
        socket.send(payload, to);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void onStale(int bytes) {}

    @Override
    public void onBatchEnd() {}

    @Override
    public void onPortUnreachable() {}
  }

  /** Sends back what comes, until there have been enough round trips. */
  private static final class Returner extends Echo {
    final Semaphore over = new Semaphore(0);
    private final InetSocketAddress server;
    private int left; // UDP loop only, while a datagram is under way

    Returner(UdpSocket socket, InetSocketAddress server) {
      super(socket);
      this.server = server;
    }

    void begin(ByteBuffer payload) {
      left = ROUND_TRIPS;
      send(payload, server);
    }

    @Override
    public void onDatagram(ByteBuffer payload, InetSocketAddress source) {
      if (--left > 0) {
        send(payload, server);
      } else {
        over.release();
      }
    }
  }
}
