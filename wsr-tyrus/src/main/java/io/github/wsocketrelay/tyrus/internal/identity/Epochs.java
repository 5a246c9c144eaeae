package io.github.wsocketrelay.tyrus.internal.identity;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Numbers that only grow: milliseconds of the wall clock shifted left by 20 bits, or last + 1. */
public final class Epochs {
  private static final int ATTEMPT_BITS = 20;

  private final LongSupplier wallMillis;
  private final AtomicLong last;

  public Epochs(LongSupplier wallMillis) {
    this(wallMillis, 0);
  }

  /** Epochs that are higher than this one. */
  public Epochs(LongSupplier wallMillis, long after) {
    this.wallMillis = wallMillis;
    this.last = new AtomicLong(after);
  }

  public long next() {
    long now = wallMillis.getAsLong() << ATTEMPT_BITS;
    return last.updateAndGet(before -> Math.max(before + 1, now));
  }
}
