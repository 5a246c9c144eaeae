package io.github.wsocketrelay.examples;

/** Checks numbers that people give. */
public final class Range {
  private Range() {}

  /**
   * The number itself.
   *
   * @throws IllegalArgumentException if it is out of the range, naming both
   */
  public static int check(int number, int least, int most, String option) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "%s must be between %d and %d, not %d".formatted(option, least, most, number));
    }
    return number;
  }
}
