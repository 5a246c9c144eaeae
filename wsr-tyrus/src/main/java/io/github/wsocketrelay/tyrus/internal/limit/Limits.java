package io.github.wsocketrelay.tyrus.internal.limit;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A role's limits: the value of each, and how often it struck, which the user is told of now and
 * then. Safe for use by many threads.
 *
 * @param <L> the limits
 */
public final class Limits<L extends Enum<L>> {
  /** A limit that strikes all the time is told of this often. */
  public static final Duration TOLD_EVERY = Duration.ofSeconds(30);

  private final Map<L, Counted> counted;
  private final BiConsumer<L, Optional<InetSocketAddress>> told;
  private final Ticker ticker;

  /**
   * Makes limits that have not struck.
   *
   * @param values gives each limit's value
   * @param told hears of a limit that struck, at most once in 30 s for each; on any thread
   */
  public Limits(
      Class<L> type,
      ToLongFunction<L> values,
      BiConsumer<L, Optional<InetSocketAddress>> told,
      Ticker ticker) {
    this.counted = new EnumMap<>(type);
    this.told = told;
    this.ticker = ticker;
    for (L limit : type.getEnumConstants()) {
      long neverTold = ticker.nanos() - TOLD_EVERY.toNanos();
      counted.put(limit, new Counted(values.applyAsLong(limit), neverTold));
    }
  }

  /** A limit's value. */
  public long of(L limit) {
    return counted(limit).value;
  }

  /**
   * A limit struck.
   *
   * @param peer who met it; null where it was not about one peer
   */
  public void hit(L limit, @Nullable InetSocketAddress peer) {
    Counted count = counted(limit);
    count.hits.increment();
    long now = ticker.nanos();
    long last = count.toldNanos.get();
    if (now - last >= TOLD_EVERY.toNanos() && count.toldNanos.compareAndSet(last, now)) {
      told.accept(limit, Optional.ofNullable(peer));
    }
  }

  /** How often each struck. */
  public Map<L, Long> hits() {
    Map<L, Long> hits = new HashMap<>();
    counted.forEach((limit, count) -> hits.put(limit, count.hits.sum()));
    return hits;
  }

  private Counted counted(L limit) {
    return Objects.requireNonNull(counted.get(limit));
  }

  private static final class Counted {
    private final long value;
    private final LongAdder hits = new LongAdder();
    private final AtomicLong toldNanos;

    Counted(long value, long toldNanos) {
      this.value = value;
      this.toldNanos = new AtomicLong(toldNanos);
    }
  }
}
