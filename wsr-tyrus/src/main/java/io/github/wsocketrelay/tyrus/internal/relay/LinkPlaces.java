package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.limit.AddressGroup;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many links a relay has, and may have, in total and of one address. Whether there is room is
 * decided with the taking, so that of many that come at once no more are let in than may be. Safe
 * for use by many threads.
 */
final class LinkPlaces {
  private final Limits<RelayLimit> limits;
  private final Map<Role, Integer> byRole = new EnumMap<>(Role.class); // guarded by this
  private final Map<InetAddress, Integer> byAddress = new HashMap<>(); // guarded by this

  /** Makes places for no links yet. */
  LinkPlaces(Limits<RelayLimit> limits) {
    this.limits = limits;
  }

  /** One link's. */
  final class Place {
    private final Role role;
    private final @Nullable InetAddress group;
    private boolean left; // guarded by LinkPlaces.this

    private Place(Role role, @Nullable InetAddress group) {
      this.role = role;
      this.group = group;
    }

    /** The link is gone; only the first call counts. */
    void leave() {
      synchronized (LinkPlaces.this) {
        if (!left) {
          left = true;
          byRole.merge(role, -1, Integer::sum);
          if (group != null) {
            byAddress.computeIfPresent(group, (key, count) -> count == 1 ? null : count - 1);
          }
        }
      }
    }
  }

  /** Whether another link of this client would find a place now; if not, that is a hit. */
  boolean hasRoom(InetSocketAddress client) {
    RelayLimit full;
    synchronized (this) {
      full = full(group(client));
    }
    return tellUnlessNone(full, client);
  }

  /** Takes a place; null, and a hit, where there is none. */
  @Nullable Place take(Role role, InetSocketAddress client) {
    InetAddress group = group(client);
    RelayLimit full;
    synchronized (this) {
      full = full(group);
      if (full == null) {
        byRole.merge(role, 1, Integer::sum);
        if (group != null) {
          byAddress.merge(group, 1, Integer::sum);
        }
      }
    }
    return tellUnlessNone(full, client) ? new Place(role, group) : null;
  }

  private boolean tellUnlessNone(@Nullable RelayLimit full, InetSocketAddress client) {
    if (full != null) {
      limits.hit(full, client);
    }
    return full == null;
  }

  private @Nullable RelayLimit full(@Nullable InetAddress group) {
    if (taken() >= limits.of(RelayLimit.LINKS)) {
      return RelayLimit.LINKS;
    }
    boolean crowded =
        group != null
            && byAddress.getOrDefault(group, 0) >= limits.of(RelayLimit.LINKS_PER_ADDRESS);
    return crowded ? RelayLimit.LINKS_PER_ADDRESS : null;
  }

  /** Null where there may be any number: many are behind one, or nobody tells the address. */
  private static @Nullable InetAddress group(InetSocketAddress client) {
    InetAddress address = client.getAddress();
    return address == null || address.isLoopbackAddress() ? null : AddressGroup.of(address);
  }

  /** How many are taken. */
  synchronized int taken() {
    return taken(Role.EXPOSER) + taken(Role.CONNECTOR);
  }

  /** How many links of a role have one. */
  synchronized int taken(Role role) {
    return byRole.getOrDefault(role, 0);
  }

  /** How many addresses have some. */
  synchronized int addresses() {
    return byAddress.size();
  }
}
