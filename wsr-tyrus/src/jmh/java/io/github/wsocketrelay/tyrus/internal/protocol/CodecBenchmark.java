package io.github.wsocketrelay.tyrus.internal.protocol;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Writing and reading one binary message, alone in it or with others. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
  @Param({"1", "10"})
  int datagrams;

  @Param({"100", "1200"})
  int payloadBytes;

  private ByteBuffer payload;
  private ByteBuffer written;
  private ByteBuffer message;

  @Setup
  public void makeMessage() {
    payload = ByteBuffer.allocate(payloadBytes);
    int bytes =
        MessageFormat.TYPE_BYTES + datagrams * (MessageFormat.DATAGRAM_HEADER_BYTES + payloadBytes);
    written = ByteBuffer.allocate(bytes);
    message = ByteBuffer.allocate(bytes);
    write(message);
    message.flip();
  }

  @Benchmark
  public ByteBuffer encode() {
    write(written);
    return written;
  }

  @Benchmark
  public void decode(Blackhole blackhole) throws MalformedMessageException {
    MessageDecoder.decode(
        message.rewind(),
        new MessageHandler() {
          @Override
          public void onDatagram(int channel, int flow, ByteBuffer datagram) {
            blackhole.consume(channel);
            blackhole.consume(flow);
            blackhole.consume(datagram.remaining());
          }

          @Override
          public void onAcknowledgement(long received, long holdMicros, int clockMicros) {
            blackhole.consume(received);
          }
        });
  }

  private void write(ByteBuffer to) {
    MessageEncoder.beginDatagrams(to.clear());
    for (int flow = 0; flow < datagrams; flow++) {
      MessageEncoder.append(to, 1, flow, payload.rewind());
    }
  }
}
