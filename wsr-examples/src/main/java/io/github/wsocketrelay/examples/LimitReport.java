package io.github.wsocketrelay.examples;

import java.net.InetSocketAddress;
import java.util.Optional;

/** Prints that a limit struck. */
final class LimitReport {
  private LimitReport() {}

  static void print(Screen screen, Enum<?> limit, Optional<InetSocketAddress> from) {
    String name = LimitNames.of(limit);
    Event event = Event.of("limit-reached").with("limit", name);
    from.ifPresent(address -> event.with("address", AddressText.of(address)));
    screen.warning(
        event,
        "limit %s reached%s; told once in 30 s"
            .formatted(name, from.map(address -> " by " + AddressText.of(address)).orElse("")));
  }
}
