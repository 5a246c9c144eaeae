package io.github.wsocketrelay.tyrus.faults;

import io.github.wsocketrelay.WsrException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A role's place in a soak: a role sits there, is ended, and another one like it comes.
 *
 * @param <T> the role
 */
final class Seat<T extends AutoCloseable> implements AutoCloseable {
  private final Supplier<T> starter;
  private final Predicate<T> over;
  private @Nullable T role;
  private int endedByItself;

  /**
   * Makes an empty one.
   *
   * @param over whether a role has ended without having been asked to
   */
  Seat(Supplier<T> starter, Predicate<T> over) {
    this.starter = starter;
    this.over = over;
  }

  /** Whether there is none, or one that has ended, which then leaves. */
  boolean isEmpty() {
    T current = role;
    if (current != null && over.test(current)) {
      endedByItself++;
      close();
    }
    return role == null;
  }

  /** Starts a role if there is none; it may fail, and is then to be tried again. */
  void fill() {
    if (isEmpty()) {
      try {
        role = starter.get();
      } catch (WsrException e) {
        System.out.println("  not started: " + e.getMessage());
      }
    }
  }

  Optional<T> role() {
    return Optional.ofNullable(role);
  }

  /** How many roles have ended without having been asked to. */
  int endedByItself() {
    return endedByItself;
  }

  @Override
  public void close() {
    T current = role;
    role = null;
    if (current != null) {
      try {
        current.close();
      } catch (Exception e) {
        throw new AssertionError("closing failed", e);
      }
    }
  }
}
