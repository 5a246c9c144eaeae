package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.RejectReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** How often a relay has refused, for which reason. Safe for use by many threads. */
final class Refusals {
  private final Map<RejectReason, LongAdder> counts = new EnumMap<>(RejectReason.class);

  private final Consumer<RejectReason> told;

  /**
   * Makes a count of nothing.
   *
   * @param told hears of each
   */
  Refusals(Consumer<RejectReason> told) {
    this.told = told;
    for (RejectReason reason : RejectReason.values()) {
      counts.put(reason, new LongAdder());
    }
  }

  void count(RejectReason reason) {
    Objects.requireNonNull(counts.get(reason)).increment();
    told.accept(reason);
  }

  Map<RejectReason, Long> snapshot() {
    Map<RejectReason, Long> snapshot = new EnumMap<>(RejectReason.class);
    counts.forEach((reason, count) -> snapshot.put(reason, count.sum()));
    return snapshot;
  }
}
