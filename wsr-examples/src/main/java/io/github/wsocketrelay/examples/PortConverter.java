package io.github.wsocketrelay.examples;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** Reads ports; 0 stands for one that the system chooses. */
final class PortConverter implements ITypeConverter<Integer> {
  private static final Pattern DIGITS = Pattern.compile("\\d{1,5}");
  private static final int HIGHEST = 65_535;

  @Override
  public Integer convert(String text) {
    return parse(text);
  }

  static int parse(String text) {
    if (!DIGITS.matcher(text).matches() || Integer.parseInt(text) > HIGHEST) {
      throw new IllegalArgumentException(
          "'%s' is no port: write a number from 0 to %d".formatted(text, HIGHEST));
    }
    return Integer.parseInt(text);
  }
}
