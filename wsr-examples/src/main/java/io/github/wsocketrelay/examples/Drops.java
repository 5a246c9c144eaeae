package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.DropReason;
import java.util.Locale;

/** Prints losses. */
final class Drops {
  private Drops() {}

  static void began(Screen screen, DropReason reason) {
    began(screen, reason, "datagrams are being lost: " + name(reason, " "));
  }

  static void began(Screen screen, DropReason reason, String text) {
    screen.warning(Event.of("drops-began").with("reason", name(reason, "-")), text);
  }

  static void ended(Screen screen, long dropped) {
    screen.event(
        Event.of("drops-ended").with("dropped", dropped),
        "no more losses; %s lost".formatted(StatusLine.count(dropped, "datagram")));
  }

  private static String name(DropReason reason, String separator) {
    return reason.name().toLowerCase(Locale.ROOT).replace("_", separator);
  }
}
