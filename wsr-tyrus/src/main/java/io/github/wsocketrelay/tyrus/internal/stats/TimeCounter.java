package io.github.wsocketrelay.tyrus.internal.stats;

import io.github.wsocketrelay.TimeHistogram;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts how long something took. Safe for use by many threads, which do not wait. */
final class TimeCounter {
  private static final List<Duration> BOUNDS =
      Stream.of(
              50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000,
              500_000, 1_000_000, 2_500_000)
          .map(micros -> Duration.ofNanos(micros * 1_000L))
          .toList();

  private static final long[] BOUNDS_NANOS = BOUNDS.stream().mapToLong(Duration::toNanos).toArray();

  private final LongAdder[] counts = new LongAdder[BOUNDS_NANOS.length + 1];
  private final LongAdder sumNanos = new LongAdder();

  TimeCounter() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void add(long nanos) {
    int index = 0; // Mostly it is one of the first.
    while (index < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[index]) {
      index++;
    }
    counts[index].increment();
    sumNanos.add(nanos);
  }

  TimeHistogram snapshot() {
    return new TimeHistogram(
        BOUNDS, Stream.of(counts).map(LongAdder::sum).toList(), Duration.ofNanos(sumNanos.sum()));
  }
}
