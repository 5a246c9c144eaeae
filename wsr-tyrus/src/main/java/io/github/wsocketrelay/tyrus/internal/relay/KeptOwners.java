package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.tyrus.internal.limit.AddressGroup;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The servers whose owners have no link, in the order in which they left. A stranger can register
 * any number of tags and leave: so many are kept for each address, and in total, and the oldest
 * make room. Guarded by the registry's lock.
 */
final class KeptOwners {
  /** For each address; loopback peers have the total only. */
  static final int MOST_OF_ADDRESS = 64;

  /** About 16 MB. */
  static final int MOST = 16_384;

  private final Map<Server, InetAddress> kept = new LinkedHashMap<>(); // the oldest first
  private final Map<InetAddress, Set<Server>> byAddress = new HashMap<>(); // the oldest first

  /** One more; gives those that are to be forgotten for it. */
  List<Server> add(Server server, InetAddress from) {
    remove(server);
    InetAddress group = AddressGroup.of(from);
    List<Server> crowdedOut = new ArrayList<>();
    Set<Server> same = byAddress.getOrDefault(group, Set.of());
    if (!from.isLoopbackAddress() && same.size() >= MOST_OF_ADDRESS) {
      crowdedOut.add(same.iterator().next());
    } else if (kept.size() >= MOST) {
      crowdedOut.add(kept.keySet().iterator().next());
    }
    crowdedOut.forEach(this::remove);
    kept.put(server, group);
    byAddress.computeIfAbsent(group, key -> new LinkedHashSet<>()).add(server);
    return crowdedOut;
  }

  /** One is back, or forgotten. */
  void remove(Server server) {
    InetAddress group = kept.remove(server);
    if (group != null) {
      byAddress.computeIfPresent(
          group, (key, same) -> same.remove(server) && same.isEmpty() ? null : same);
    }
  }

  int size() {
    return kept.size();
  }
}
