package io.github.wsocketrelay.tyrus.internal.limit;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many different things each address has asked for within a minute: a repeat counts not.
 * Remembers the addresses that asked last. Safe for use by many threads.
 */
public final class DistinctPerMinute {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Most addresses that are remembered. */
  private static final int MOST_ADDRESSES = 8_192;

  /** Most things of all addresses that are remembered: about 10 MB. */
  private static final int MOST_THINGS = 81_920;

  private final long most;
  private final Ticker ticker;
  private final Map<InetAddress, Map<String, Long>> asked =
      new LinkedHashMap<>(16, 0.75f, true); // the longest unused first

  private int remembered; // things of all addresses

  /**
   * Makes one that has seen nobody.
   *
   * @param most how many different things an address may ask for
   */
  public DistinctPerMinute(long most, Ticker ticker) {
    this.most = most;
    this.ticker = ticker;
  }

  /** Counts; tells whether it is not too much. Loopback addresses are not counted. */
  public synchronized boolean tryAsk(InetAddress address, String thing) {
    if (address.isLoopbackAddress()) {
      return true;
    }
    Map<String, Long> things =
        asked.computeIfAbsent(AddressGroup.of(address), key -> new LinkedHashMap<>());
    long now = ticker.nanos();
    forgetOld(things, now);
    boolean may = things.size() < most || things.containsKey(thing);
    if (may && things.put(thing, now) == null) {
      remembered++;
    }
    forgetOldest();
    return may;
  }

  private void forgetOld(Map<String, Long> things, long now) {
    int before = things.size();
    things.values().removeIf(at -> now - at >= MINUTE.toNanos());
    remembered -= before - things.size();
  }

  /** Never the one that asks now, unless it is the only one. */
  private void forgetOldest() {
    while (asked.size() > MOST_ADDRESSES || (remembered > MOST_THINGS && asked.size() > 1)) {
      Iterator<Map<String, Long>> oldest = asked.values().iterator();
      remembered -= oldest.next().size();
      oldest.remove();
    }
  }

  /** Forgets what is over; called now and then. */
  public synchronized void sweep() {
    long now = ticker.nanos();
    asked
        .values()
        .removeIf(
            things -> {
              forgetOld(things, now);
              return things.isEmpty();
            });
  }

  /** How many things of all addresses are remembered. */
  synchronized int things() {
    return remembered;
  }

  /** How many addresses are remembered. */
  public synchronized int size() {
    return asked.size();
  }
}
