package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
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

/** One datagram's way through the queue of a link that takes every message at once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SendQueueBenchmark {
  private static final int CHANNEL = 1;

  /** As many as a flow may hold of either size. */
  private static final int BURST = 32;

  private static final int FLOWS = 64;

  @Param({"100", "1200"})
  int payloadBytes;

  private TrafficCounters counters;
  private TakingLink link;
  private SendQueue queue;
  private ByteBuffer payload;

  @Setup
  public void openQueue() {
    counters = new TrafficCounters();
    link = new TakingLink();
    queue = new SendQueue(link, counters, Ticker.SYSTEM);
    payload = ByteBuffer.allocateDirect(payloadBytes);
  }

  /**
   * What does not fit costs less than what is written, so the figures would flatter. A few stale
   * ones are none of the benchmark's fault: the machine stood still for 100 ms.
   */
  @TearDown
  public void checkThatEverythingFitted() {
    long dropped = counters.snapshot(0, 0).dropped(DropReason.QUEUE_FULL);
    if (dropped > 0 || link.bytes == 0) {
      throw new IllegalStateException(
          "%d datagrams dropped, %d bytes written".formatted(dropped, link.bytes));
    }
  }

  /** A link with nothing else to do: each datagram is a message. */
  @Benchmark
  public void oneFlow() {
    add(0);
    flush();
  }

  /** A program that sends much at a time: its datagrams share messages. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void burstOfOneFlow() {
    for (int i = 0; i < BURST; i++) {
      add(0);
    }
    flush();
  }

  /** Many players who wait together, one datagram each. */
  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public void manyFlows() {
    for (int flow = 0; flow < FLOWS; flow++) {
      add(flow);
    }
    flush();
  }

  /** Writes, and has all of it acknowledged. */
  private void flush() {
    queue.flush();
    queue.acknowledged(link.bytes, 0, 0);
  }

  private void add(int flow) {
    queue.datagram(CHANNEL, flow, payload.rewind());
  }

  /** Counts what it is sent. */
  private static final class TakingLink implements Link {
    long bytes;

    @Override
    public void sendText(String text, Completion completion) {
      completion.done(null);
    }

    @Override
    public void sendBinary(ByteBuffer message, Completion completion) {
      bytes += message.remaining();
      completion.done(null);
    }

    @Override
    public void close(int code, String reason) {
      throw new IllegalStateException("closed with %d: %s".formatted(code, reason));
    }

    @Override
    public void abort(String reason) {
      throw new IllegalStateException("aborted: " + reason);
    }

    @Override
    public InetSocketAddress remoteAddress() {
      return new InetSocketAddress(0);
    }
  }
}
