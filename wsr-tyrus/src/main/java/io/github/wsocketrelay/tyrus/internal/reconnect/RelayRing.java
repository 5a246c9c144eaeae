package io.github.wsocketrelay.tyrus.internal.reconnect;

import java.net.URI;
import java.util.List;

/** The relays in the order in which they are tried. Guarded by its owner's lock. */
final class RelayRing {
  private final List<URI> relays;
  private int next;

  RelayRing(List<URI> relays) {
    this.relays = relays;
  }

  URI first() {
    return relays.get(0);
  }

  /** The one to try now; the next call gives the one after it. */
  URI next() {
    URI relay = relays.get(next);
    next = (next + 1) % relays.size();
    return relay;
  }

  /** The next that is not this one, of at least two. */
  URI nextBut(URI relay) {
    URI other = next();
    return other.equals(relay) ? next() : other;
  }

  /** This one is to be tried first. */
  void prefer(URI relay) {
    next = relays.indexOf(relay);
  }

  int size() {
    return relays.size();
  }
}
