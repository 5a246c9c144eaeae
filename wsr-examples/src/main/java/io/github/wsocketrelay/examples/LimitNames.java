package io.github.wsocketrelay.examples;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;

/**
 * How limits are called on a command line: in small letters, {@code links} or {@code accept-burst}.
 */
final class LimitNames {
  private LimitNames() {}

  static String of(Enum<?> limit) {
    return limit.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static <L extends Enum<L>> ITypeConverter<L> converter(Class<L> type) {
    return text -> parse(text, type);
  }

  private static <L extends Enum<L>> L parse(String text, Class<L> type) {
    String name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    return Stream.of(type.getEnumConstants())
        .filter(limit -> limit.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no limit '%s': there are %s"
                        .formatted(
                            text,
                            Stream.of(type.getEnumConstants())
                                .map(LimitNames::of)
                                .collect(Collectors.joining(", ")))));
  }
}
