package io.github.wsocketrelay.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends at a steady rate, whatever comes back: the flows in turn, spread evenly over their period.
 *
 * <p>It parks until a datagram is due, and does not spin: a spinning core is one that the tunnel
 * does not have. A park ends some 60 µs late, as the system's timers do. So a datagram that is sent
 * up to {@value #TIMER_NANOS} ns late counts from its sending, since the lateness is the timer's
 * and not the tunnel's. A later one counts from when it was due: otherwise a standstill of this
 * process, which holds the sender too, would hide in the datagrams not sent (coordinated omission).
 *
 * <p>Under {@linkplain Load#overload() overload} datagrams count from their sending, and those that
 * are {@value #MOST_BEHIND_NANOS} ns overdue are left out: what cannot be sent in time on a busy
 * machine says nothing about the tunnel.
 */
final class PacedSender {
  private static final long TIMER_NANOS = 200_000;
  private static final long MOST_BEHIND_NANOS = 10_000_000;

  private final List<FlowSocket> sockets;
  private final Load load;
  private final Span span;
  private final Tally tally;
  private final double nanosBetween;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(DatagramPattern.LARGEST_BYTES);

  PacedSender(List<FlowSocket> sockets, Load load, Span span, Tally tally) {
    this.sockets = sockets;
    this.load = load;
    this.span = span;
    this.tally = tally;
    this.nanosBetween = 1e9 / load.hz() / load.flows();
  }

  void run() throws IOException {
    long number = 0;
    while (true) {
      long due = span.begin() + (long) (number * nanosBetween);
      if (due - span.end() >= 0) {
        return;
      }
      long now = System.nanoTime();
      long late = now - due;
      if (late < 0) {
        LockSupport.parkNanos(-late);
      } else if (load.overload() && late > MOST_BEHIND_NANOS) {
        number += (long) (late / nanosBetween);
      } else {
        send(sockets.get((int) (number % sockets.size())), timeOf(due, now));
        number++;
      }
    }
  }

  private void send(FlowSocket socket, long time) throws IOException {
    tally.sent(time);
    socket.send(load, time, buffer);
  }

  private long timeOf(long due, long now) {
    return load.overload() || now - due <= TIMER_NANOS ? now : due;
  }
}
