package io.github.wsocketrelay.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Keeps a number of a flow's datagrams under way: sends the next when one is back, or is taken for
 * lost. On the receiving thread only.
 */
final class Window {
  private static final long LOST_NANOS = 500_000_000;

  private final FlowSocket socket;
  private final Load load;
  private final Span span;
  private final Tally tally;
  private final ByteBuffer buffer;
  private final int[] sequences;
  private final long[] times;

  Window(FlowSocket socket, Load load, Span span, Tally tally, ByteBuffer buffer) {
    this.socket = socket;
    this.load = load;
    this.span = span;
    this.tally = tally;
    this.buffer = buffer;
    this.sequences = new int[load.window()];
    this.times = new long[load.window()];
    Arrays.fill(sequences, -1);
  }

  void open() throws IOException {
    for (int place = 0; place < sequences.length; place++) {
      send(place);
    }
  }

  void onReturned(int sequence) throws IOException {
    for (int place = 0; place < sequences.length; place++) {
      if (sequences[place] == sequence) {
        send(place);
        return;
      }
    }
  }

  /** Replaces what is away for too long. */
  void sweep() throws IOException {
    long now = System.nanoTime();
    for (int place = 0; place < sequences.length; place++) {
      if (now - times[place] > LOST_NANOS) {
        send(place);
      }
    }
  }

  private void send(int place) throws IOException {
    long now = System.nanoTime();
    if (now - span.end() < 0) {
      tally.sent(now);
      times[place] = now;
      sequences[place] = socket.send(load, now, buffer);
    }
  }
}
