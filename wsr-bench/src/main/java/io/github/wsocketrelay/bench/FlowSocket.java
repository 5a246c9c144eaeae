package io.github.wsocketrelay.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** One UDP program of the load: a socket connected to where it sends to. It never blocks. */
final class FlowSocket implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 20;

  /** Over the whole process, so that a datagram of an earlier load is known as foreign. */
  private static final AtomicInteger NEXT_FLOW = new AtomicInteger(1);

  private final int flow = NEXT_FLOW.getAndIncrement();
  private final ReturnCheck check = new ReturnCheck(flow);
  private final int index;
  private final DatagramChannel channel;
  private int nextSequence; // sending thread only

  private FlowSocket(int index, DatagramChannel channel) {
    this.index = index;
    this.channel = channel;
  }

  static FlowSocket open(int index, InetSocketAddress target) throws IOException {
    DatagramChannel channel =
        DatagramChannel.open()
            .setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES)
            .setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES)
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .connect(target);
    channel.configureBlocking(false);
    return new FlowSocket(index, channel);
  }

  /** Its place among the flows of its load. */
  int index() {
    return index;
  }

  DatagramChannel channel() {
    return channel;
  }

  /**
   * Sends the next datagram. One that the system does not take counts as sent, and is lost.
   *
   * @param time what the round trip counts from
   * @param buffer of the calling thread
   * @return its sequence number
   */
  int send(Load load, long time, ByteBuffer buffer) throws IOException {
    int sequence = nextSequence++;
    DatagramPattern.write(buffer, flow, sequence, time, load.bytesOf(sequence));
    try {
      channel.write(buffer);
    } catch (PortUnreachableException e) {
      // Of an earlier datagram: nobody listens at the target any more. Seen as loss.
    }
    return sequence;
  }

  /**
   * Reads the next datagram that has come, if one has.
   *
   * @param buffer filled from position 0 to the limit
   * @return false if there is none
   */
  boolean receive(ByteBuffer buffer) throws IOException {
    buffer.clear();
    try {
      boolean some = channel.read(buffer) > 0;
      buffer.flip();
      return some;
    } catch (PortUnreachableException e) {
      return false;
    }
  }

  Verdict judge(ByteBuffer datagram) {
    return check.judge(datagram);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
