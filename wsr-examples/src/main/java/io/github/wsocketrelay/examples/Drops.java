package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.DropReason;
import java.util.Locale;

/** Words for losses. */
final class Drops {
  private Drops() {}

  static String began(DropReason reason) {
    return "datagrams are being lost: " + reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String ended(long dropped) {
    return "no more losses; %s lost".formatted(StatusLine.count(dropped, "datagram"));
  }
}
