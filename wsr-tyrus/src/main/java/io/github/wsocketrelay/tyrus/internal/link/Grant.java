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
  private final @Nullable String mend;
  private final Map<RelayLimit, Long> limits;
  private final Condition condition;
  private final BooleanSupplier begin;
  private final Runnable ended;
  private final AtomicBoolean begun = new AtomicBoolean();

  /** What a grant hangs on. */
  @FunctionalInterface
  public interface Condition {
    /** Why the grant does not hold any more; null while it holds. */
    @Nullable RejectReason lost();
  }

  private Grant(
      @Nullable RejectReason refusal,
      @Nullable String mend,
      Map<RelayLimit, Long> limits,
      Condition condition,
      BooleanSupplier begin,
      Runnable ended) {
    this.refusal = refusal;
    this.mend = mend;
    this.limits = Map.copyOf(limits);
    this.condition = condition;
    this.begin = begin;
    this.ended = ended;
  }

  /** All that any link may do, for ever. */
  public static Grant open() {
    return on(Map.of(), () -> null, () -> true, () -> {});
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
    return on(limits, () -> holds.getAsBoolean() ? null : RejectReason.UNAUTHORIZED, begin, ended);
  }

  /**
   * A link may go on, on a condition that tells why when it fails.
   *
   * @param limits what holds for it in place of the relay's own limits
   * @param begin called when there is a link; false if there must be none after all
   * @param ended called once when a link that has begun is gone
   */
  public static Grant on(
      Map<RelayLimit, Long> limits, Condition condition, BooleanSupplier begin, Runnable ended) {
    return new Grant(null, null, limits, condition, begin, ended);
  }

  /** A link may not go on. */
  public static Grant refused(RejectReason reason) {
    return refusal(reason, null);
  }

  /**
   * A link may not go on.
   *
   * @param mend what its side has to change: fixed text, nothing of what it sent
   */
  public static Grant refused(RejectReason reason, String mend) {
    return refusal(reason, mend);
  }

  private static Grant refusal(RejectReason reason, @Nullable String mend) {
    return new Grant(reason, mend, Map.of(), () -> reason, () -> false, () -> {});
  }

  /** Why nothing was granted; null where something was. */
  public @Nullable RejectReason refusal() {
    return refusal;
  }

  /** What the side that was refused has to change, where that can be told. */
  public @Nullable String mend() {
    return mend;
  }

  /** A limit of this link, where the relay's own is another. */
  public long limit(RelayLimit limit, long otherwise) {
    return limits.getOrDefault(limit, otherwise);
  }

  /** Why it does not hold any more; null while it holds. */
  public @Nullable RejectReason lost() {
    return condition.lost();
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
