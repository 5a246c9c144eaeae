package io.github.wsocketrelay.tyrus.internal.link;

import java.util.ArrayList;
import java.util.List;

/**
 * Things that take turns. Those that are new come before all others, in the order in which they
 * came, and then take turns like all.
 *
 * @param <T> the things
 */
final class Turns<T> {
  private final List<T> things = new ArrayList<>();
  private int turn;
  private int fresh; // so many, from the turn on, are new

  void add(T thing) {
    things.add(turn + fresh, thing);
    fresh++;
  }

  /** Whose turn it is; there must be one. */
  T current() {
    return things.get(turn);
  }

  /** On to the next. */
  void pass() {
    turn = (turn + 1) % things.size();
    fresh = Math.max(fresh - 1, 0);
  }

  /** Takes one out; if it had the turn, the one behind it has. */
  void remove(T thing) {
    int index = indexOf(thing);
    things.remove(index);
    if (index < turn) {
      turn--;
    } else if (index < turn + fresh) {
      fresh--;
    }
    if (turn == things.size()) {
      turn = 0;
    }
  }

  private int indexOf(T thing) {
    int index = 0;
    while (things.get(index) != thing) { // There is no other that is equal.
      index++;
    }
    return index;
  }

  void clear() {
    things.clear();
    turn = 0;
    fresh = 0;
  }

  boolean isEmpty() {
    return things.isEmpty();
  }

  /** For loops that allocate nothing: {@link #get} from 0 up to this. */
  int size() {
    return things.size();
  }

  T get(int index) {
    return things.get(index);
  }
}
