package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
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
  private final AtomicInteger exposers = new AtomicInteger();
  private final AtomicInteger connectors = new AtomicInteger();

  /** Makes places for so many links. */
  LinkPlaces(long most) {
    this.most = most;
  }

  /** One link's. */
  final class Place {
    private final AtomicBoolean left = new AtomicBoolean();
    private final Role role;

    private Place(Role role) {
      this.role = role;
      of(role).incrementAndGet();
    }

    /** The link is gone; only the first call counts. */
    void leave() {
      if (left.compareAndSet(false, true)) {
        taken.decrementAndGet();
        of(role).decrementAndGet();
      }
    }
  }

  /** Whether another link would find no place now. */
  boolean isFull() {
    return taken.get() >= most;
  }

  /** Takes a place; null where there is none. */
  @Nullable Place take(Role role) {
    int before = taken.getAndUpdate(number -> number < most ? number + 1 : number);
    return before < most ? new Place(role) : null;
  }

  /** How many are taken. */
  int taken() {
    return taken.get();
  }

  /** How many links of a role have one. */
  int taken(Role role) {
    return of(role).get();
  }

  private AtomicInteger of(Role role) {
    return role == Role.EXPOSER ? exposers : connectors;
  }
}
