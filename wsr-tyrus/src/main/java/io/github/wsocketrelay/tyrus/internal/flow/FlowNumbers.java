package io.github.wsocketrelay.tyrus.internal.flow;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;

/**
 * Hands out numbers of 16 bits, counting up. A number comes back when its end was confirmed, or
 * some time after it was abandoned, since until then datagrams with it may be under way. Safe for
 * use by many threads.
 */
public final class FlowNumbers {
  private final int first;
  private final int last;
  private final Ticker ticker;
  private final long abandonedNanos;
  private final BitSet taken = new BitSet(); // guarded by this
  private final Queue<Abandoned> abandoned = new ArrayDeque<>(); // guarded by this
  private int next; // guarded by this

  private record Abandoned(int number, long freeAtNanos) {}

  /** Numbers from first to last; an abandoned one is free again after the given time. */
  public FlowNumbers(int first, int last, Ticker ticker, long abandonedNanos) {
    this.first = first;
    this.last = last;
    this.next = first;
    this.ticker = ticker;
    this.abandonedNanos = abandonedNanos;
  }

  /** The next free number, or -1 when all are taken. */
  public synchronized int take() {
    freeAbandoned();
    return takeConfirmed();
  }

  /** The same, but for the numbers that are free only because time has passed. */
  public synchronized int takeConfirmed() {
    int number = taken.nextClearBit(next);
    if (number > last) {
      number = taken.nextClearBit(first);
    }
    if (number > last) {
      return -1;
    }
    taken.set(number);
    next = number == last ? first : number + 1;
    return number;
  }

  /** Both ends know that the number's use has ended. */
  public synchronized void free(int number) {
    if (abandoned.removeIf(waiting -> waiting.number() == number) || taken.get(number)) {
      taken.clear(number);
    }
  }

  /** This end has ended the number's use and the other may not know. */
  public synchronized void abandon(int number) {
    if (taken.get(number)) { // The other end may have confirmed in between.
      abandoned.add(new Abandoned(number, ticker.nanos() + abandonedNanos));
    }
  }

  /** The abandoned numbers, of which the other end is told anew: their time begins again. */
  public synchronized List<Integer> abandonAnew() {
    List<Integer> numbers = abandoned.stream().map(Abandoned::number).toList();
    abandoned.clear();
    numbers.forEach(this::abandon);
    return numbers;
  }

  private void freeAbandoned() {
    for (Abandoned oldest = abandoned.peek();
        oldest != null && oldest.freeAtNanos() - ticker.nanos() <= 0;
        oldest = abandoned.peek()) {
      taken.clear(oldest.number());
      abandoned.remove();
    }
  }
}
