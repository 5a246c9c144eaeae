package io.github.wsocketrelay.tyrus.internal.concurrent;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A resource that many users share: made for the first, closed after the last.
 *
 * @param <T> the resource
 */
public final class Shared<T extends AutoCloseable> {
  private final Supplier<T> maker;
  private @Nullable T resource; // guarded by this
  private int users; // guarded by this

  public Shared(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Takes a share, to be given back once. */
  public synchronized Share<T> acquire() {
    T current = resource;
    if (current == null) {
      current = maker.get();
      resource = current;
    }
    users++;
    return new Share<>(this, current);
  }

  private synchronized @Nullable T giveBack() {
    users--;
    if (users > 0) {
      return null;
    }
    T last = resource;
    resource = null;
    return last;
  }

  /**
   * One user's share.
   *
   * @param <T> the resource
   */
  public static final class Share<T extends AutoCloseable> implements AutoCloseable {
    private final Shared<T> owner;
    private final T resource;
    private boolean open = true; // guarded by this

    private Share(Shared<T> owner, T resource) {
      this.owner = owner;
      this.resource = resource;
    }

    public T get() {
      return resource;
    }

    /** Gives the share back; a second call does nothing. */
    @Override
    public void close() {
      synchronized (this) {
        if (!open) {
          return;
        }
        open = false;
      }
      T last = owner.giveBack();
      if (last != null) {
        closeQuietly(last);
      }
    }

    private static void closeQuietly(AutoCloseable last) {
      try {
        last.close();
      } catch (Exception e) {
        throw new IllegalStateException("a shared resource failed to close", e);
      }
    }
  }
}
