package io.github.wsocketrelay.tyrus.internal.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Things by a number of 16 bits: read for every datagram, so without a lock and without allocating.
 * Grows to the highest number that was used.
 *
 * @param <T> the things
 */
public final class NumberTable<T> {
  private static final int FIRST_SIZE = 16;
  private static final int MOST = 0x10000;

  private volatile AtomicReferenceArray<@Nullable T> slots = new AtomicReferenceArray<>(FIRST_SIZE);
  private volatile int size; // written under this

  /** The thing with this number, if there is one. */
  public @Nullable T get(int number) {
    AtomicReferenceArray<@Nullable T> current = slots;
    return number < current.length() ? current.get(number) : null;
  }

  /** Puts a thing in the place of one that may be there, and gives that one. */
  public synchronized @Nullable T put(int number, T thing) {
    if (number >= slots.length()) {
      grow(number);
    }
    T before = slots.getAndSet(number, thing);
    if (before == null) {
      size++;
    }
    return before;
  }

  /** Takes this very thing out, unless another has its number by now. */
  public synchronized boolean remove(int number, T thing) {
    if (get(number) != thing) {
      return false;
    }
    slots.set(number, null);
    size--;
    return true;
  }

  /** All there are now, by number. */
  public synchronized List<T> values() {
    List<T> all = new ArrayList<>(size);
    for (int i = 0; i < slots.length(); i++) {
      T thing = slots.get(i);
      if (thing != null) {
        all.add(thing);
      }
    }
    return all;
  }

  public int size() {
    return size;
  }

  private void grow(int number) {
    int length = slots.length();
    while (length <= number) {
      length *= 2;
    }
    AtomicReferenceArray<@Nullable T> larger = new AtomicReferenceArray<>(Math.min(length, MOST));
    for (int i = 0; i < slots.length(); i++) {
      larger.set(i, slots.get(i));
    }
    slots = larger;
  }
}
