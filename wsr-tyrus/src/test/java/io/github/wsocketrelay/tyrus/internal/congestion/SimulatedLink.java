package io.github.wsocketrelay.tyrus.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * One direction of a link in simulated time: a sender with a {@link Window}, a bottleneck behind a
 * buffer that takes all, like those of TCP, and a receiver with an {@link Acknowledger}. Unless
 * told otherwise, both clocks wrap within the first seconds.
 */
final class SimulatedLink {
  private static final int DATAGRAM_BYTES = 1_200;
  private static final long MOST_AGE_NANOS = Duration.ofMillis(100).toNanos();
  private static final int FOREIGN_BYTES = 1_500;
  private static final long TICK_NANOS = Duration.ofMillis(1).toNanos();
  private static final long WRAP_NANOS = (1L << 32) * 1_000; // of 32 bits of microseconds

  final Window window = new Window();
  private final Queue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private final Queue<Packet> buffer = new ArrayDeque<>();
  private final long senderOrigin;
  private final long receiverOrigin;
  private final Acknowledger receiver;
  private long elapsed;
  private long eventNumber;

  private double nanosPerByte;
  private long delayNanos;
  private long wayBackNanos;
  private boolean busy;
  private int buffered;
  private int foreign;
  private long notBefore; // the next delivery
  private long notBeforeBack; // the same of an acknowledgement

  private double offeredPerTick;
  private double offered;
  private final Queue<Long> waiting = new ArrayDeque<>(); // since when

  private long since;
  private long delivered;
  private long messages;
  private long depthNanos;

  private record Event(long at, long number, Runnable run) {}

  private record Packet(int bytes, boolean isForeign, long since) {}

  SimulatedLink(double mbits, int delayMillis) {
    this(mbits, delayMillis, WRAP_NANOS - 1_700_000_000L, 5 * WRAP_NANOS - 3_300_000_000L);
    offers(0.02);
    run(9_000); // No longer young.
    offers(0);
  }

  /** A link of which nothing is known yet. */
  SimulatedLink(double mbits, int delayMillis, long senderOrigin, long receiverOrigin) {
    this.senderOrigin = senderOrigin;
    this.receiverOrigin = receiverOrigin;
    receiver = new Acknowledger(receiverOrigin);
    carries(mbits);
    takes(delayMillis);
    tick();
    remind();
  }

  /** What the bottleneck carries from now on. */
  void carries(double mbits) {
    nanosPerByte = 8_000 / mbits;
  }

  /** How long each way takes from now on, besides what waits in the buffer. */
  void takes(int delayMillis) {
    delayNanos = Duration.ofMillis(delayMillis).toNanos();
    wayBackNanos = delayNanos;
  }

  /** How long acknowledgements take from now on, since buffers on the way back are filled. */
  void takesOnTheWayBack(int delayMillis) {
    wayBackNanos = Duration.ofMillis(delayMillis).toNanos();
  }

  /** How much the sender has to send from now on; what waits for long is dropped. */
  void offers(double mbits) {
    offeredPerTick = mbits * 1_000_000 / 8 / DATAGRAM_BYTES / 1_000;
  }

  /** Others keep so much in the buffer from now on, like a download does. */
  void isSharedWith(int foreignBytes) {
    foreign = foreignBytes;
  }

  /** A packet is lost; it, and all behind it, waits until it was sent again. */
  void loses(int millisUntilSentAgain) {
    notBefore = elapsed + delayNanos + Duration.ofMillis(millisUntilSentAgain).toNanos();
  }

  /** Lets time pass. */
  void run(int millis) {
    long end = elapsed + Duration.ofMillis(millis).toNanos();
    while (events.element().at() <= end) {
      Event event = events.remove();
      elapsed = event.at();
      event.run().run();
    }
    elapsed = end;
  }

  /** The same, and only what happens meanwhile is measured. */
  SimulatedLink measure(int millis) {
    since = elapsed;
    delivered = 0;
    messages = 0;
    depthNanos = 0;
    run(millis);
    return this;
  }

  /** What was received while it was measured. */
  double mbits() {
    return 8_000.0 * delivered / (elapsed - since);
  }

  /** How long messages waited in the buffer while it was measured, in the mean. */
  double depthMillis() {
    return depthNanos / 1e6 / messages;
  }

  private void later(long nanos, Runnable run) {
    events.add(new Event(elapsed + nanos, eventNumber++, run));
  }

  private void tick() {
    while (buffered < foreign) {
      buffer(FOREIGN_BYTES, true);
    }
    offered += offeredPerTick;
    int whole = (int) offered;
    offered -= whole;
    for (int datagram = 0; datagram < whole; datagram++) {
      waiting.add(elapsed);
    }
    send();
    later(TICK_NANOS, this::tick);
  }

  private void send() {
    waiting.removeIf(since -> elapsed - since > MOST_AGE_NANOS);
    while (!waiting.isEmpty() && window.room() > 0) {
      int fit = Math.min(window.messageBytes(), window.room()) / DATAGRAM_BYTES;
      int datagrams = Math.max(Math.min(fit, waiting.size()), 1);
      for (int datagram = 0; datagram < datagrams; datagram++) {
        waiting.remove();
      }
      window.sent(datagrams * DATAGRAM_BYTES, senderOrigin + elapsed);
      buffer(datagrams * DATAGRAM_BYTES, false);
    }
  }

  private void buffer(int bytes, boolean isForeign) {
    buffered += bytes;
    buffer.add(new Packet(bytes, isForeign, elapsed));
    carryNext();
  }

  private void carryNext() {
    Packet next = busy ? null : buffer.poll();
    if (next != null) {
      busy = true;
      depthNanos += next.isForeign() ? 0 : elapsed - next.since();
      messages += next.isForeign() ? 0 : 1;
      later((long) (nanosPerByte * next.bytes()), () -> carried(next));
    }
  }

  private void carried(Packet packet) {
    busy = false;
    buffered -= packet.bytes();
    if (!packet.isForeign()) {
      notBefore = Math.max(notBefore, elapsed + delayNanos);
      later(notBefore - elapsed, () -> deliver(packet.bytes()));
    }
    carryNext();
  }

  private void deliver(int bytes) {
    delivered += bytes;
    receiver.received(bytes, receiverOrigin + elapsed);
    acknowledgeIfDue();
  }

  private void remind() {
    acknowledgeIfDue();
    later(Reminders.PERIOD_MILLIS * TICK_NANOS, this::remind);
  }

  private void acknowledgeIfDue() {
    if (receiver.isDue(receiverOrigin + elapsed)) {
      ByteBuffer message = ByteBuffer.allocate(17);
      receiver.write(message, receiverOrigin + elapsed);
      notBeforeBack = Math.max(notBeforeBack, elapsed + wayBackNanos);
      later(notBeforeBack - elapsed, () -> acknowledged(message.flip().position(1)));
    }
  }

  private void acknowledged(ByteBuffer fields) {
    long received = fields.getLong();
    long hold = Integer.toUnsignedLong(fields.getInt());
    assertThat(window.acknowledge(received, hold, fields.getInt(), senderOrigin + elapsed))
        .isTrue();
    send();
  }
}
