package io.github.wsocketrelay.tyrus.internal.congestion;

import io.github.wsocketrelay.tyrus.internal.protocol.MessageEncoder;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Counts what a link has received, and knows when the sender should hear of it: soon enough that
 * its {@link Window} stays open, seldom enough to cost little. {@link #received} is called on the
 * link's I/O thread, all else under the lock of the link's queue.
 */
public final class Acknowledger {
  /** Fewer bytes can wait: the least window takes twice as many. */
  static final int SOME_BYTES = Window.MIN_BYTES / 2;

  /** More bytes never wait. */
  static final int MANY_BYTES = 32 * 1024;

  /** Between two acknowledgements, unless there is much to acknowledge or they are few. */
  static final int SPACING_MILLIS = 10;

  /**
   * So many may come sooner in each {@value #SPELL_MILLIS} ms, to answer a burst piece by piece.
   */
  static final int MOST_SOONER = 10;

  static final int SPELL_MILLIS = 100;

  /** No byte waits longer. */
  static final int LONGEST_MILLIS = 250;

  private static final long SPACING_NANOS = Duration.ofMillis(SPACING_MILLIS).toNanos();
  private static final long SPELL_NANOS = Duration.ofMillis(SPELL_MILLIS).toNanos();
  private static final long LONGEST_NANOS = Duration.ofMillis(LONGEST_MILLIS).toNanos();

  private final long originNanos; // of the clock, which so does not jump where the ticker overflows
  private volatile long received;
  private volatile long receivedNanos; // when the newest message came
  private long acknowledged;
  private long acknowledgedNanos;
  private long spellNanos; // its start
  private int sooner; // in this spell

  public Acknowledger(long nowNanos) {
    originNanos = nowNanos;
    acknowledgedNanos = nowNanos;
    spellNanos = nowNanos;
  }

  /** A message with datagrams has come. */
  public void received(int bytes, long nowNanos) {
    long sum = received + bytes; // One thread writes.
    receivedNanos = nowNanos;
    received = sum;
  }

  /** Whether anything waits to be acknowledged. */
  public boolean isOwing() {
    return received != acknowledged;
  }

  /** Whether it is time for an acknowledgement. */
  public boolean isDue(long nowNanos) {
    long bytes = received - acknowledged;
    long since = nowNanos - acknowledgedNanos;
    return bytes >= MANY_BYTES
        || (bytes >= SOME_BYTES && (since >= SPACING_NANOS || mayBeSooner(nowNanos)))
        || (bytes > 0 && since >= LONGEST_NANOS);
  }

  private boolean mayBeSooner(long nowNanos) {
    return sooner < MOST_SOONER || nowNanos - spellNanos >= SPELL_NANOS;
  }

  /** Whether a message with datagrams should carry one, so that none is due soon. */
  public boolean isWelcome(long nowNanos) {
    long bytes = received - acknowledged;
    return bytes >= SOME_BYTES / 2
        || (bytes > 0 && nowNanos - acknowledgedNanos >= LONGEST_NANOS / 2);
  }

  /** Writes an acknowledgement of all that has come. */
  public void write(ByteBuffer message, long nowNanos) {
    count(nowNanos);
    acknowledged = received;
    acknowledgedNanos = nowNanos;
    long came = receivedNanos;
    long holdMicros = Math.max(nowNanos - came, 0) / 1_000;
    int clockMicros = (int) ((came - originNanos) / 1_000);
    MessageEncoder.acknowledge(message, acknowledged, holdMicros, clockMicros);
  }

  private void count(long nowNanos) {
    if (nowNanos - spellNanos >= SPELL_NANOS) {
      spellNanos = nowNanos;
      sooner = 0;
    }
    if (nowNanos - acknowledgedNanos < SPACING_NANOS) {
      sooner++;
    }
  }
}
