package io.github.wsocketrelay.bench;

import io.github.wsocketrelay.examples.Range;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sizes of datagrams: {@code 100}, or from one to another, {@code 64-512}. */
record ByteRange(int least, int most) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

  static ByteRange parse(String text, String option) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "%s: '%s' is no size; write a number of bytes, 100, or a range of them, 64-512"
              .formatted(option, text));
    }
    int least = check(matcher.group(1), option);
    int most = matcher.group(2) == null ? least : check(matcher.group(2), option);
    if (most < least) {
      throw new IllegalArgumentException(
          "%s: %s is the wrong way round; write the smaller number first".formatted(option, text));
    }
    return new ByteRange(least, most);
  }

  private static int check(String digits, String option) {
    return Range.check(
        Integer.parseInt(digits), Scenarios.LEAST_BYTES, Scenarios.MOST_BYTES, option);
  }
}
