package io.github.wsocketrelay.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/** Counts what one load sent and got back. */
final class Tally {
  private static final long LONGEST_NANOS = 60_000_000_000L;
  private static final int DIGITS = 3;

  private final Span span;
  private final LongAdder sent = new LongAdder();
  private final LongAdder sentMeasured = new LongAdder();
  private final AtomicLong returned = new AtomicLong(); // written by the receiving thread only
  private final Histogram nanos = new Histogram(LONGEST_NANOS, DIGITS); // receiving thread only
  private final Map<Verdict, Long> wrong = new EnumMap<>(Verdict.class); // receiving thread only

  Tally(Span span) {
    this.span = span;
  }

  void sent(long time) {
    sent.increment();
    if (span.isMeasured(time)) {
      sentMeasured.increment();
    }
  }

  void returned(long time, long now) {
    returned.lazySet(returned.get() + 1);
    if (span.isMeasured(time)) {
      nanos.recordValue(Math.min(Math.max(now - time, 0), LONGEST_NANOS));
    }
  }

  void wrong(Verdict verdict) {
    wrong.merge(verdict, 1L, Long::sum);
  }

  long sentInAll() {
    return sent.sum();
  }

  /** Of the whole load, and a little late for other threads. */
  long returnedInAll() {
    return returned.get();
  }

  long sentMeasured() {
    return sentMeasured.sum();
  }

  /** The measured round trips. To be read when the receiving thread has ended. */
  Histogram nanos() {
    return nanos;
  }

  /** To be read when the receiving thread has ended. */
  Faults faults() {
    return new Faults(
        wrong.getOrDefault(Verdict.ALTERED, 0L),
        wrong.getOrDefault(Verdict.MISDELIVERED, 0L),
        wrong.getOrDefault(Verdict.DUPLICATE, 0L));
  }
}
