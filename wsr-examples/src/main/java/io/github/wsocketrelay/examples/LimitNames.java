package io.github.wsocketrelay.examples;

import java.util.Locale;

/**
 * How limits are called on a command line: in small letters, {@code links} or {@code accept-burst}.
 */
final class LimitNames {
  private LimitNames() {}

  static String of(Enum<?> limit) {
    return limit.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
