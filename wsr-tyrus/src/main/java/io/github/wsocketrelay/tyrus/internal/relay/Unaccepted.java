package io.github.wsocketrelay.tyrus.internal.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tunnels that were announced to an exposer, which has not accepted them yet and whose
 * connectors have not been told so. Guarded by the registry's lock.
 */
final class Unaccepted {
  /** How long a connector is told nothing: an exposer that is there accepts sooner. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Map<Tunnel, Long> announcedNanos = new LinkedHashMap<>(); // the oldest first

  void add(Tunnel tunnel, long nowNanos) {
    announcedNanos.remove(tunnel); // To be the youngest.
    announcedNanos.put(tunnel, nowNanos);
  }

  void remove(Tunnel tunnel) {
    announcedNanos.remove(tunnel);
  }

  /** Takes out those that have waited for as long as that. */
  List<Tunnel> takeLate(long nowNanos) {
    List<Tunnel> late = new ArrayList<>();
    Iterator<Map.Entry<Tunnel, Long>> oldest = announcedNanos.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Tunnel, Long> next = oldest.next();
      if (nowNanos - next.getValue() < PATIENCE.toNanos()) {
        break;
      }
      late.add(next.getKey());
      oldest.remove();
    }
    return late;
  }

  int size() {
    return announcedNanos.size();
  }
}
