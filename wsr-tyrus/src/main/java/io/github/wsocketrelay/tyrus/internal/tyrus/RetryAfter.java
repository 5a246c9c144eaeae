package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Reads when an HTTP server wants to be asked again: RFC 9110, section 10.2.3. A date is taken as
 * from the answer's own date, so that no clock but the server's counts.
 */
final class RetryAfter {
  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  /**
   * The time to wait, never negative.
   *
   * @param retryAfter the field's value
   * @param date the value of the answer's field Date
   * @return null where none is told, or none that can be understood
   */
  static @Nullable Duration parse(@Nullable String retryAfter, @Nullable String date) {
    if (retryAfter == null) {
      return null;
    }
    String text = retryAfter.trim();
    if (!text.isEmpty()
        && text.length() <= MOST_DIGITS
        && text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    return date == null ? null : between(date.trim(), text);
  }

  private static @Nullable Duration between(String now, String then) {
    try {
      Duration wait = Duration.between(instant(now), instant(then));
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static ZonedDateTime instant(String text) {
    return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
  }
}
