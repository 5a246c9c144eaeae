package io.github.wsocketrelay.tyrus.faults;

import java.util.BitSet;

/** Which of the last numbers have come, in little memory however long it goes on. */
final class Arrivals {
  private static final int WINDOW = 1 << 16;

  private final BitSet seen = new BitSet(WINDOW);
  private long highest = -1;

  /** Whether it had not come before; what is older than the window counts as if it had. */
  boolean add(long number) {
    if (number <= highest - WINDOW) {
      return false;
    }
    for (long i = highest + 1; i <= number; i++) {
      seen.clear((int) (i % WINDOW));
    }
    highest = Math.max(highest, number);
    int index = (int) (number % WINDOW);
    boolean first = !seen.get(index);
    seen.set(index);
    return first;
  }
}
