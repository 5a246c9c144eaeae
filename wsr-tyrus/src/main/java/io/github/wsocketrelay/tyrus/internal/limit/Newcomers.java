package io.github.wsocketrelay.tyrus.internal.limit;

import io.github.wsocketrelay.RelayLimit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of which it is not known yet whether they are wanted, in total and by
 * address. Safe for use by many threads.
 *
 * <p>A connection counts in total until it has asked for something in the right form, and by
 * address until it has got it: so many a connector may wait for its server, but those of one
 * stranger never fill the relay. Behind a proxy, the address is what the proxy tells.
 *
 * <p>A home may have hundreds of the IPv6 /64s that count as one address. So of a /48 a quarter of
 * the total may come, and others find room.
 */
public final class Newcomers {
  /** The part of the total that is for one site. */
  private static final int SITES_IN_TOTAL = 4;

  private final Limits<RelayLimit> limits;
  private final Predicate<InetAddress> uncounted;
  private final Map<InetAddress, Integer> byAddress = new HashMap<>(); // guarded by this
  private final Map<InetAddress, Integer> bySite = new HashMap<>(); // of the total; guarded by this
  private int total; // guarded by this

  /**
   * Makes a count of nobody.
   *
   * @param uncounted of which addresses there may be any number: there are many behind one
   */
  public Newcomers(Limits<RelayLimit> limits, Predicate<InetAddress> uncounted) {
    this.limits = limits;
    this.uncounted = uncounted;
  }

  /** Counts a new connection; null, and a hit, where there are too many already. */
  public @Nullable Stay enter(InetSocketAddress peer) {
    InetAddress group = group(peer);
    RelayLimit over = tryEnter(group);
    if (over != null) {
      limits.hit(over, peer);
      return null;
    }
    return new Stay(group);
  }

  private synchronized @Nullable RelayLimit tryEnter(@Nullable InetAddress group) {
    if (total >= limits.of(RelayLimit.UNAUTHENTICATED)) {
      return RelayLimit.UNAUTHENTICATED;
    }
    if (isSiteFull(group) || !tryJoin(group)) {
      return RelayLimit.UNAUTHENTICATED_PER_ADDRESS;
    }
    total++;
    countAtSite(group, 1);
    return null;
  }

  private static @Nullable InetAddress site(@Nullable InetAddress group) {
    return group == null ? null : AddressGroup.site(group);
  }

  private boolean isSiteFull(@Nullable InetAddress group) {
    InetAddress site = site(group);
    long most =
        Math.max(
            limits.of(RelayLimit.UNAUTHENTICATED) / SITES_IN_TOTAL,
            limits.of(RelayLimit.UNAUTHENTICATED_PER_ADDRESS));
    return site != null && bySite.getOrDefault(site, 0) >= most;
  }

  private void countAtSite(@Nullable InetAddress group, int more) {
    InetAddress site = site(group);
    if (site != null) {
      bySite.merge(site, more, (before, change) -> before + change == 0 ? null : before + change);
    }
  }

  private @Nullable InetAddress group(InetSocketAddress at) {
    InetAddress address = at.getAddress(); // Null where nobody tells: then nothing is counted.
    return address == null || uncounted.test(address) ? null : AddressGroup.of(address);
  }

  private synchronized boolean tryJoin(@Nullable InetAddress group) {
    if (group == null) {
      return true;
    }
    int same = byAddress.getOrDefault(group, 0);
    if (same >= limits.of(RelayLimit.UNAUTHENTICATED_PER_ADDRESS)) {
      return false;
    }
    byAddress.put(group, same + 1);
    return true;
  }

  /** How many count in total. */
  public synchronized int total() {
    return total;
  }

  /** How many addresses have some that count. */
  public synchronized int addresses() {
    return byAddress.size();
  }

  private synchronized void leave(@Nullable InetAddress group) {
    if (group != null) {
      byAddress.computeIfPresent(group, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  /** One connection, as long as it counts. Each step is taken once; a repeat does nothing. */
  public final class Stay {
    private @Nullable InetAddress group; // guarded by Newcomers.this
    private boolean asked; // guarded by Newcomers.this
    private boolean settled; // guarded by Newcomers.this

    private Stay(@Nullable InetAddress group) {
      this.group = group;
    }

    /**
     * A proxy has told where it is from: from now on it counts there. What it counts in total stays
     * the same.
     *
     * @return false, and a hit, where that address has too many already: it counts as before
     */
    public boolean isFrom(InetSocketAddress client) {
      boolean moved = move(group(client));
      if (!moved) {
        limits.hit(RelayLimit.UNAUTHENTICATED_PER_ADDRESS, client);
      }
      return moved;
    }

    private boolean move(@Nullable InetAddress to) {
      synchronized (Newcomers.this) {
        if (settled || Objects.equals(to, group)) {
          return true;
        }
        boolean elsewhere = !asked && !Objects.equals(site(to), site(group));
        if ((elsewhere && isSiteFull(to)) || !tryJoin(to)) {
          return false;
        }
        if (elsewhere) {
          countAtSite(group, -1);
          countAtSite(to, 1);
        }
        leave(group);
        group = to;
        return true;
      }
    }

    /** It has asked for something in the right form, and may wait for it. */
    public void asked() {
      synchronized (Newcomers.this) {
        if (!asked) {
          asked = true;
          total--;
          countAtSite(group, -1);
        }
      }
    }

    /** It got what it asked for, or is gone: it does not count any more. */
    public void settled() {
      synchronized (Newcomers.this) {
        asked();
        settled = true;
        leave(group);
        group = null;
      }
    }
  }
}
