package io.github.wsocketrelay.tyrus.internal.link;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Objects that are done with, kept to be used again: what is busy allocates nothing then. Not safe
 * for use by many threads.
 *
 * @param <T> the objects
 */
final class Spares<T> {
  private final int most;
  private final ArrayList<T> kept = new ArrayList<>(0);
  private int unneeded; // so few were kept at the least since the last trim

  Spares(int most) {
    this.most = most;
  }

  /** Takes one out; null if none is kept. */
  @Nullable T poll() {
    if (kept.isEmpty()) {
      return null;
    }
    T last = kept.remove(kept.size() - 1);
    unneeded = Math.min(unneeded, kept.size());
    return last;
  }

  /** Keeps one, unless enough are kept; tells whether it did. */
  boolean offer(T spare) {
    return kept.size() < most && kept.add(spare);
  }

  /** Lets go of those that were not needed since the last call; tells how many they were. */
  int trim() {
    int gone = unneeded;
    if (gone > 0) {
      kept.subList(kept.size() - gone, kept.size()).clear();
      kept.trimToSize();
    }
    unneeded = kept.size();
    return gone;
  }

  /** Lets go of all; tells how many they were. */
  int clear() {
    unneeded = kept.size();
    return trim();
  }
}
