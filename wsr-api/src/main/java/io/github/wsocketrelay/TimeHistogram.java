package io.github.wsocketrelay;

import java.time.Duration;
import java.util.List;

/**
 * How long something took, counted in classes since the start: a snapshot whose numbers were read
 * one after another. Immutable.
 *
 * @param bounds the longest time of each class but the last, which has none; ascending
 * @param counts how often a time was in each class and no shorter one: one more than there are
 *     bounds
 * @param sum of all times
 */
public record TimeHistogram(List<Duration> bounds, List<Long> counts, Duration sum) {
  /** Of nothing yet, in one class. */
  public static final TimeHistogram EMPTY =
      new TimeHistogram(List.of(), List.of(0L), Duration.ZERO);

  /**
   * Copies the lists.
   *
   * @param bounds the longest time of each class but the last, which has none; ascending
   * @param counts how often a time was in each class and no shorter one: one more than there are
   *     bounds
   * @param sum of all times
   * @throws IllegalArgumentException if there is not one count more than there are bounds
   */
  public TimeHistogram {
    bounds = List.copyOf(bounds);
    counts = List.copyOf(counts);
    if (counts.size() != bounds.size() + 1) {
      throw new IllegalArgumentException(
          "%d bounds need %d counts, not %d"
              .formatted(bounds.size(), bounds.size() + 1, counts.size()));
    }
  }

  /**
   * How many times were counted.
   *
   * @return the sum of all counts
   */
  public long count() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
