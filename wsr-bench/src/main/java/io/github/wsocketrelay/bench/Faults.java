package io.github.wsocketrelay.bench;

/**
 * Datagrams that came back and should not have come so; none are allowed, as opposed to losses.
 *
 * @param altered with another content or length
 * @param misdelivered to another program than the one that sent them
 * @param duplicates more than once
 */
public record Faults(long altered, long misdelivered, long duplicates) {
  static final Faults NONE = new Faults(0, 0, 0);

  Faults plus(Faults others) {
    return new Faults(
        altered + others.altered,
        misdelivered + others.misdelivered,
        duplicates + others.duplicates);
  }

  /** How many in all. */
  public long total() {
    return altered + misdelivered + duplicates;
  }

  /** One line for people. */
  @Override
  public String toString() {
    return "%d altered, %d for another program, %d more than once"
        .formatted(altered, misdelivered, duplicates);
  }
}
