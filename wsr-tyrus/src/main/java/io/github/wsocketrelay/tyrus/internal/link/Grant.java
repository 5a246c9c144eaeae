package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RelayLimit;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a link was granted, or why nothing was. Safe for use by many threads. */
public final class Grant {
  private final @Nullable RejectReason refusal;
  private final Map<RelayLimit, Long> limits;
  private final BooleanSupplier holds;
  private final BooleanSupplier begin;
  private final Runnable ended;
  private final AtomicBoolean begun = new AtomicBoolean();

  private Grant(
      @Nullable RejectReason refusal,
      Map<RelayLimit, Long> limits,
      BooleanSupplier holds,
      BooleanSupplier begin,
      Runnable ended) {
    this.refusal = refusal;
    this.limits = Map.copyOf(limits);
    this.holds = holds;
    this.begin = begin;
    this.ended = ended;
  }

  /** All that any link may do, for ever. */
  public static Grant open() {
    return of(Map.of(), () -> true, () -> true, () -> {});
  }

  /**
   * A link may go on.
   *
   * @param limits what holds for it in place of the relay's own limits
   * @param holds whether it still may
   * @param begin called when there is a link; false if there must be none after all
   * @param ended called once when a link that has begun is gone
   */
  public static Grant of(
      Map<RelayLimit, Long> limits, BooleanSupplier holds, BooleanSupplier begin, Runnable ended) {
    return new Grant(null, limits, holds, begin, ended);
  }

  /** A link may not go on. */
  public static Grant refused(RejectReason reason) {
    return new Grant(reason, Map.of(), () -> false, () -> false, () -> {});
  }

  /** Why nothing was granted; null where something was. */
  public @Nullable RejectReason refusal() {
    return refusal;
  }

  /** A limit of this link, where the relay's own is another. */
  public long limit(RelayLimit limit, long otherwise) {
    return limits.getOrDefault(limit, otherwise);
  }

  /** Whether it still holds. */
  public boolean holds() {
    return holds.getAsBoolean();
  }

  /** There is a link; tells whether it may stay. */
  public boolean begin() {
    if (!begin.getAsBoolean()) {
      return false;
    }
    begun.set(true);
    return true;
  }

  /** The link is gone; only the first call after a beginning counts. */
  public void end() {
    if (begun.compareAndSet(true, false)) {
      ended.run();
    }
  }
}
