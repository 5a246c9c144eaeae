package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.tyrus.internal.limit.AddressGroup;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The servers whose owners have no link. A stranger can register any number of tags and leave: so
 * many are kept for each address, and in total, and those make room that were held for the shortest
 * time, of these the oldest. So a neighbour at the same address crowds out nobody who was there for
 * long. Guarded by the registry's lock.
 */
final class KeptOwners {
  /** For each address; loopback peers have the total only. */
  static final int MOST_OF_ADDRESS = 64;

  /** About 16 MB. */
  static final int MOST = 16_384;

  private final Map<Server, Kept> kept = new HashMap<>();
  private final NavigableSet<Kept> all = new TreeSet<>();
  private final Map<InetAddress, NavigableSet<Kept>> byAddress = new HashMap<>();
  private long count;

  /** One that is kept; the first in order makes room first. */
  private record Kept(Server server, InetAddress group, long heldNanos, long number)
      implements Comparable<Kept> {
    private static final Comparator<Kept> ORDER =
        Comparator.comparingLong(Kept::heldNanos).thenComparingLong(Kept::number);

    @Override
    public int compareTo(Kept other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * One more; gives those that are to be forgotten for it, or itself.
   *
   * @param heldNanos for how long it was its owner's
   */
  List<Server> add(Server server, InetAddress from, long heldNanos) {
    remove(server);
    Kept added = new Kept(server, AddressGroup.of(from), heldNanos, count++);
    kept.put(server, added);
    all.add(added);
    NavigableSet<Kept> same = byAddress.computeIfAbsent(added.group, key -> new TreeSet<>());
    same.add(added);
    List<Server> crowdedOut = new ArrayList<>();
    if (!from.isLoopbackAddress() && same.size() > MOST_OF_ADDRESS) {
      crowdedOut.add(same.first().server);
    } else if (all.size() > MOST) {
      crowdedOut.add(all.first().server);
    }
    crowdedOut.forEach(this::remove);
    return crowdedOut;
  }

  /** One is back, or forgotten. */
  void remove(Server server) {
    Kept one = kept.remove(server);
    if (one != null) {
      all.remove(one);
      byAddress.computeIfPresent(
          one.group, (key, same) -> same.remove(one) && same.isEmpty() ? null : same);
    }
  }

  int size() {
    return kept.size();
  }
}
