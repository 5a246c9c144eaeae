package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.AddressRange;
import io.github.wsocketrelay.CertificatePin;
import io.github.wsocketrelay.ProxyChoice;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Reads the values of options and arguments. What is said of a wrong one is the same for all: which
 * option, or where it came from, the value, and what is expected.
 */
final class Values {
  private Values() {}

  /** Makes a command line read and check its values by these rules. */
  static void applyTo(CommandLine line) {
    line.registerConverter(Integer.class, text -> Math.toIntExact(wholeNumber(text)))
        .registerConverter(int.class, text -> Math.toIntExact(wholeNumber(text)))
        .registerConverter(Boolean.class, Values::flag)
        .registerConverter(boolean.class, Values::flag)
        .registerConverter(Duration.class, DurationConverter::parse)
        .registerConverter(Path.class, Values::path)
        .registerConverter(AddressRange.class, AddressRange::parse)
        .registerConverter(CertificatePin.class, CertificatePin::parse)
        .registerConverter(ProxyChoice.class, SecurityOptions::proxyChoice);
    line.setExecutionStrategy(
        parsed -> {
          if (!parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
            requireRanges(line, parsed);
          }
          return new CommandLine.RunLast().execute(parsed);
        });
  }

  private static long wholeNumber(String text) {
    String plain = text.strip();
    if (!plain.matches("[+-]?[0-9]{1,9}")) {
      throw new IllegalArgumentException("'%s' is no whole number".formatted(text));
    }
    return Long.parseLong(plain);
  }

  private static boolean flag(String text) {
    return switch (text.strip().toLowerCase(java.util.Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "'%s' is neither true nor false: write one of them".formatted(text));
    };
  }

  private static Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the name of the file is empty: write one");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "'%s' cannot be the name of a file (%s): write another".formatted(text, e.getReason()),
          e);
    }
  }

  private static void requireRanges(CommandLine line, ParseResult parsed) {
    for (ArgSpec argument : line.getCommandSpec().args()) {
      Object value = argument.getValue();
      Optional<Between> range = annotation(argument, Between.class);
      if (value != null && range.isPresent() && !isWithin(value, range.get())) {
        String text = value instanceof Duration time ? DurationConverter.text(time) : "" + value;
        throw new WrongValueException(
            line, named(argument, line, parsed) + expected(argument, range.get(), text), null);
      }
    }
  }

  private static boolean isWithin(Object value, Between range) {
    if (value instanceof Duration time) {
      return time.compareTo(DurationConverter.parse(range.least())) >= 0
          && time.compareTo(DurationConverter.parse(range.most())) <= 0;
    }
    long number = ((Number) value).longValue();
    return number >= Long.parseLong(range.least()) && number <= Long.parseLong(range.most());
  }

  /** What is said of a wrong value that has a range; empty for one without. */
  static Optional<String> expected(ArgSpec argument, @Nullable String text) {
    return annotation(argument, Between.class).map(range -> expected(argument, range, text));
  }

  private static String expected(ArgSpec argument, Between range, @Nullable String text) {
    String kind = argument.type() == Duration.class ? "length of time" : "whole number";
    return "'%s' is no %s from %s to %s: write one, as %s"
        .formatted(text, kind, range.least(), range.most(), range.example());
  }

  /**
   * Reads what only the library can judge.
   *
   * @param key of the option or argument, as in a settings file
   * @throws WrongValueException if the library throws an {@code IllegalArgumentException}
   */
  static <T> T read(CommandSpec command, String key, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      CommandLine line = command.commandLine();
      ArgSpec argument = Settings.keys(command).get(key);
      String name =
          argument == null ? "--" + key + ": " : named(argument, line, line.getParseResult());
      throw new WrongValueException(line, name + e.getMessage(), e);
    }
  }

  /** The option or argument, or where its value came from, and a colon. */
  static String named(ArgSpec argument, CommandLine line, ParseResult parsed) {
    return Settings.of(line)
            .flatMap(settings -> settings.origin(argument, parsed))
            .orElseGet(() -> label(argument))
        + ": ";
  }

  /** What people call it. */
  static String label(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  /** The annotation at the field of an option or argument. */
  static <A extends java.lang.annotation.Annotation> Optional<A> annotation(
      ArgSpec argument, Class<A> type) {
    return argument.userObject() instanceof AnnotatedElement field
        ? Optional.ofNullable(field.getAnnotation(type))
        : Optional.empty();
  }
}
