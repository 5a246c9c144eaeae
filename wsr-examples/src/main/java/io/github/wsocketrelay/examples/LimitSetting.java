package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.ExposerLimit;
import io.github.wsocketrelay.RelayLimit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;

/**
 * A limit and what it is set to, as {@code links=500}.
 *
 * @param limit which one
 * @param value within its range
 */
record LimitSetting<L extends Enum<L>>(L limit, long value) {

  /** Reads those of a relay. */
  static final class OfRelay implements ITypeConverter<LimitSetting<RelayLimit>> {
    @Override
    public LimitSetting<RelayLimit> convert(String text) {
      RelayLimit limit = limit(text, RelayLimit.class, "links=500");
      return of(text, limit, limit.least(), limit.most(), limit.standard());
    }
  }

  /** Reads those of an exposer. */
  static final class OfExposer implements ITypeConverter<LimitSetting<ExposerLimit>> {
    @Override
    public LimitSetting<ExposerLimit> convert(String text) {
      ExposerLimit limit = limit(text, ExposerLimit.class, "tunnels=8");
      return of(text, limit, limit.least(), limit.most(), limit.standard());
    }
  }

  /**
   * All of them.
   *
   * @throws IllegalArgumentException if one is there twice
   */
  static <L extends Enum<L>> Map<L, Long> all(Collection<LimitSetting<L>> settings) {
    Map<L, Long> all = new LinkedHashMap<>();
    for (LimitSetting<L> setting : settings) {
      Long before = all.put(setting.limit(), setting.value());
      if (before != null) {
        throw new IllegalArgumentException(
            "%s is there twice, with %d and %d: leave one of them out"
                .formatted(LimitNames.of(setting.limit()), before, setting.value()));
      }
    }
    return all;
  }

  private static <L extends Enum<L>> L limit(String text, Class<L> type, String example) {
    int equals = text.indexOf('=');
    L[] limits = type.getEnumConstants();
    if (equals < 0) {
      throw new IllegalArgumentException(
          "'%s' is no NAME=VALUE: write one, as %s".formatted(text, example));
    }
    String name = text.substring(0, equals).strip().toLowerCase(Locale.ROOT).replace('_', '-');
    List<String> names = Stream.of(limits).map(LimitNames::of).toList();
    int index = names.indexOf(name);
    if (index < 0) {
      String hint = NearestName.hint(name, names);
      throw new IllegalArgumentException(
          "there is no limit '%s'%s"
              .formatted(name, hint.isEmpty() ? ": there are " + String.join(", ", names) : hint));
    }
    return limits[index];
  }

  private static <L extends Enum<L>> LimitSetting<L> of(
      String text, L limit, long least, long most, long standard) {
    String value = text.substring(text.indexOf('=') + 1).strip();
    if (value.matches("[0-9]{1,18}")) {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return new LimitSetting<>(limit, number);
      }
    }
    String name = LimitNames.of(limit);
    throw new IllegalArgumentException(
        "'%s' is no whole number from %d to %d for %s: write one, as %s=%d"
            .formatted(value, least, most, name, name, standard));
  }
}
