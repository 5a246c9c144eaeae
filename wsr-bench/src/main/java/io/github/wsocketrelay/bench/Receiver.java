package io.github.wsocketrelay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes in what comes back: on a thread of its own that waits in a selector, so that a datagram's
 * time is taken when it comes, whatever the sender does meanwhile.
 */
final class Receiver {
  private static final int MOST_AT_ONCE = 64;
  private static final int SWEEP_MILLIS = 100;

  private final Selector selector;
  private final List<Window> windows;
  private final Tally tally;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(DatagramPattern.LARGEST_BYTES + 1);
  private volatile boolean stopped;

  /**
   * @param windows one for each flow, or none where they send at a rate
   */
  Receiver(Flows flows, List<Window> windows, Tally tally) {
    this.selector = flows.selector();
    this.windows = windows;
    this.tally = tally;
  }

  void run() throws IOException {
    for (Window window : windows) {
      window.open();
    }
    Consumer<SelectionKey> reader = this::read;
    long swept = System.nanoTime();
    while (!stopped) {
      selector.select(reader, SWEEP_MILLIS);
      if (System.nanoTime() - swept > SWEEP_MILLIS * 1_000_000L) {
        for (Window window : windows) {
          window.sweep();
        }
        swept = System.nanoTime();
      }
    }
  }

  /** Ends the run soon. */
  void stop() {
    stopped = true;
    selector.wakeup();
  }

  private void read(SelectionKey key) {
    FlowSocket socket = (FlowSocket) key.attachment();
    try {
      for (int i = 0; i < MOST_AT_ONCE && socket.receive(buffer); i++) {
        take(socket, System.nanoTime());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(FlowSocket socket, long now) throws IOException {
    Verdict verdict = socket.judge(buffer);
    if (verdict != Verdict.GOOD) {
      tally.wrong(verdict);
      return;
    }
    tally.returned(DatagramPattern.time(buffer), now);
    if (!windows.isEmpty()) {
      windows.get(socket.index()).onReturned(DatagramPattern.sequence(buffer));
    }
  }
}
