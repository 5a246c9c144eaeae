package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.tyrus.internal.limit.AddressGroup;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

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
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();

  /** One more; gives those that are to be forgotten for it. */
  List<Server> add(Server server, InetAddress from) {
    remove(server);
    InetAddress group = AddressGroup.of(from);
    List<Server> crowdedOut = new ArrayList<>();
    if (!from.isLoopbackAddress() && byAddress.getOrDefault(group, 0) >= MOST_OF_ADDRESS) {
      crowdedOut.add(oldestOf(group));
    } else if (kept.size() >= MOST) {
      crowdedOut.add(kept.keySet().iterator().next());
    }
    crowdedOut.forEach(this::remove);
    kept.put(server, group);
    byAddress.merge(group, 1, Integer::sum);
    return crowdedOut;
  }

  private Server oldestOf(InetAddress group) {
    Iterator<Entry<Server, InetAddress>> entries = kept.entrySet().iterator();
    while (true) {
      Entry<Server, InetAddress> entry = entries.next();
      if (entry.getValue().equals(group)) {
        return entry.getKey();
      }
    }
  }

  /** One is back, or forgotten. */
  void remove(Server server) {
    InetAddress group = kept.remove(server);
    if (group != null) {
      byAddress.computeIfPresent(group, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  int size() {
    return kept.size();
  }
}
