package io.github.wsocketrelay.examples;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Prints a command's limits: name, default, least and most. */
final class LimitList {
  private LimitList() {}

  static <L extends Enum<L>> void print(
      PrintWriter out,
      Class<L> type,
      ToLongFunction<L> standard,
      ToLongFunction<L> least,
      ToLongFunction<L> most) {
    String row = "%-30s %10s %10s %15s%n";
    out.printf(row, "limit", "default", "least", "most");
    Stream.of(type.getEnumConstants())
        .forEach(
            limit ->
                out.printf(
                    Locale.ROOT,
                    row,
                    LimitNames.of(limit),
                    standard.applyAsLong(limit),
                    least.applyAsLong(limit),
                    most.applyAsLong(limit)));
    out.flush();
  }
}
