package io.github.wsocketrelay;

import java.time.Duration;

/** Argument checks whose messages name the value and the bound. */
final class Checks {
  private Checks() {}

  static Duration within(Duration value, Duration least, Duration most, String name) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " must be between " + least + " and " + most + ", not " + value);
    }
    return value;
  }

  static int port(int value, String name) {
    return within(value, 1, 65_535, name);
  }

  static int portOrZero(int value, String name) {
    return within(value, 0, 65_535, name);
  }

  static long within(long value, long least, long most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be between " + least + " and " + most + ", not " + value);
    }
    return value;
  }

  private static int within(int value, int least, int most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be between " + least + " and " + most + ", not " + value);
    }
    return value;
  }

  /** A text in quotes for a message; what would not print is shown as a question mark. */
  static String quoted(String text) {
    return "'" + text.replaceAll("\\p{Cntrl}|[\\x{80}-\\x{9f}]", "?") + "'";
  }
}
