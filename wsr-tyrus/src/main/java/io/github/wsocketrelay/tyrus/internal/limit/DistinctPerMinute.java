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

  /** Most addresses that are remembered: about 10 MB at the default of 10 things each. */
  private static final int MOST_ADDRESSES = 8_192;

  private final long most;
  private final Ticker ticker;
  private final Map<InetAddress, Map<String, Long>> asked =
      new LinkedHashMap<>(16, 0.75f, true); // the longest unused first

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
    forgetOldest();
    long now = ticker.nanos();
    things.values().removeIf(at -> now - at >= MINUTE.toNanos());
    if (things.size() >= most && !things.containsKey(thing)) {
      return false;
    }
    things.put(thing, now);
    return true;
  }

  private void forgetOldest() {
    if (asked.size() > MOST_ADDRESSES) {
      Iterator<InetAddress> oldest = asked.keySet().iterator();
      oldest.next();
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
              things.values().removeIf(at -> now - at >= MINUTE.toNanos());
              return things.isEmpty();
            });
  }

  /** How many addresses are remembered. */
  public synchronized int size() {
    return asked.size();
  }
}
