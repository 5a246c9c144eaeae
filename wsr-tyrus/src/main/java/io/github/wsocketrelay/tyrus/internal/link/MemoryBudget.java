package io.github.wsocketrelay.tyrus.internal.link;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that may wait in one process for all its links together, and the room that is kept for
 * them. What is added beyond four fifths makes all holders let the kept room go, then the heaviest
 * give up about half of what they hold, until it is less; beyond all of it nothing is added. Safe
 * for use by many threads: one counter, and no lock across links.
 */
public final class MemoryBudget {
  /** No budget, which counts nothing: a side has few links, each bounded by itself. */
  public static final MemoryBudget UNLIMITED = new MemoryBudget(Long.MAX_VALUE, () -> {});

  /** What anything that waits takes beside its bytes: objects around it and a place in a queue. */
  public static final int OVERHEAD_BYTES = 100;

  /** At most so much by default, however large the heap is. */
  public static final long MOST_BY_DEFAULT = 256L << 20;

  /** Holds bytes of a budget, and can give some up. */
  public interface Holder {

    /** What it holds, in bytes; may be a little old. */
    long heldBytes();

    /** Lets room go in which nothing waits. On any thread, with no lock of a link held. */
    default void letSparesGo() {}

    /** Gives up about half of it. On any thread, with no lock of a link held. */
    void shed();
  }

  private final long most;
  private final long mark;
  private final Runnable struck;
  private final AtomicLong held = new AtomicLong();
  private final AtomicBoolean relieving = new AtomicBoolean();
  private final Set<Holder> holders = ConcurrentHashMap.newKeySet();

  /**
   * Makes a budget.
   *
   * @param most in bytes
   * @param struck hears each time something was refused or given up; on any thread
   */
  public MemoryBudget(long most, Runnable struck) {
    this.most = most;
    this.mark = most / 5 * 4;
    this.struck = struck;
  }

  /** A quarter of a heap of this size, but not too much. */
  public static long standard(long maxHeapBytes) {
    return Math.min(maxHeapBytes / 4, MOST_BY_DEFAULT);
  }

  private boolean isUnlimited() {
    return most == Long.MAX_VALUE;
  }

  /** One that may be asked to give up what it holds. */
  public void join(Holder holder) {
    if (!isUnlimited()) {
      holders.add(holder);
    }
  }

  /** One that holds nothing any more. */
  public void leave(Holder holder) {
    holders.remove(holder);
  }

  /** Adds as many bytes, or none where they would be too many; tells whether it did. */
  public boolean tryAdd(long bytes) {
    if (isUnlimited() || held.addAndGet(bytes) <= most) {
      return true;
    }
    held.addAndGet(-bytes);
    struck.run();
    return false;
  }

  /** Adds what is there already: a buffer of which a link has one. */
  void addAnyway(long bytes) {
    if (!isUnlimited()) {
      held.addAndGet(bytes);
    }
  }

  /** Takes away what was added. */
  public void remove(long bytes) {
    if (!isUnlimited()) {
      held.addAndGet(-bytes);
    }
  }

  /** The bytes that wait now, and those that are kept. */
  public long held() {
    return held.get();
  }

  private boolean isTight() {
    return held.get() > mark;
  }

  /**
   * Makes the heaviest give something up where too much waits, unless another thread is at it.
   * Called after adding, with no lock of a link held.
   */
  public void relieve() {
    if (!isTight() || !relieving.compareAndSet(false, true)) {
      return;
    }
    try {
      holders.forEach(Holder::letSparesGo); // It costs nobody anything.
      boolean some = true;
      while (some && isTight()) {
        some = shedOnce();
      }
    } finally {
      relieving.set(false);
    }
  }

  /** Asks those that hold at least half of what the heaviest does; tells whether it was of use. */
  private boolean shedOnce() {
    long before = held.get();
    long heaviest = 0;
    for (Holder holder : holders) {
      heaviest = Math.max(heaviest, holder.heldBytes());
    }
    if (heaviest == 0) {
      return false;
    }
    struck.run();
    for (Holder holder : holders) {
      if (holder.heldBytes() >= heaviest / 2 && isTight()) {
        holder.shed();
      }
    }
    return held.get() < before;
  }
}
