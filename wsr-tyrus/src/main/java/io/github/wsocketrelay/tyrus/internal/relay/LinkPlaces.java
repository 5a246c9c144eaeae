package io.github.wsocketrelay.tyrus.internal.relay;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many links a relay has, and may have. Whether there is room is decided with the taking, so
 * that of many that come at once no more are let in than may be. Safe for use by many threads.
 */
final class LinkPlaces {
  private final long most;
  private final AtomicInteger taken = new AtomicInteger();

  /** Makes places for so many links. */
  LinkPlaces(long most) {
    this.most = most;
  }

  /** One link's. */
  final class Place {
    private final AtomicBoolean left = new AtomicBoolean();

    private Place() {}

    /** The link is gone; only the first call counts. */
    void leave() {
      if (left.compareAndSet(false, true)) {
        taken.decrementAndGet();
      }
    }
  }

  /** Whether another link would find no place now. */
  boolean isFull() {
    return taken.get() >= most;
  }

  /** Takes a place; null where there is none. */
  @Nullable Place take() {
    int before = taken.getAndUpdate(number -> number < most ? number + 1 : number);
    return before < most ? new Place() : null;
  }

  /** How many are taken. */
  int taken() {
    return taken.get();
  }
}
