package io.github.wsocketrelay.tyrus.internal.reconnect;

import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that are under way, oldest first. What is taken out is for the caller to give up,
 * without the lock of its owner, which guards this.
 */
final class Attempts {
  private static final int MOST_AT_ONCE = 3;

  private final List<Attempt> underWay = new ArrayList<>();

  void add(Attempt attempt) {
    underWay.add(attempt);
  }

  /** Whether it was under way until now. */
  boolean remove(Attempt attempt) {
    return underWay.remove(attempt);
  }

  boolean isEmpty() {
    return underWay.isEmpty();
  }

  int size() {
    return underWay.size();
  }

  Optional<Attempt> oldest() {
    return underWay.stream().findFirst();
  }

  boolean isNewest(Attempt attempt) {
    return !underWay.isEmpty() && underWay.get(underWay.size() - 1) == attempt;
  }

  /** Whether a relay has greeted one of them. */
  boolean isAnyGreeted() {
    return underWay.stream().anyMatch(Attempt::isGreeted);
  }

  /** Whether there is none whose answer is worth waiting for before another one is made. */
  boolean areAllHanging() {
    return underWay.stream().allMatch(Attempt::isHanging);
  }

  /** Whether none of them is to take the place of a link that does not answer. */
  boolean areAllElsewhere() {
    return underWay.stream().allMatch(Attempt::isElsewhere);
  }

  /** The one that has led to a session. */
  @Nullable Attempt of(SideSession session) {
    return underWay.stream().filter(attempt -> attempt.isOf(session)).findAny().orElse(null);
  }

  /** Takes the one that has hung for longest, if there are too many for one more. */
  List<Attempt> makeRoom() {
    if (underWay.size() < MOST_AT_ONCE) {
      return List.of();
    }
    List<Attempt> longest =
        underWay.stream().filter(attempt -> !attempt.isGreeted()).limit(1).toList();
    underWay.removeAll(longest);
    return longest;
  }

  /** Takes those that look for the server at another relay. */
  List<Attempt> takeElsewhere() {
    return take(Attempt::isElsewhere);
  }

  /** Takes those that were to take the place of a link. */
  List<Attempt> takeBeside() {
    return take(attempt -> !attempt.isElsewhere());
  }

  List<Attempt> takeAll() {
    return take(attempt -> true);
  }

  private List<Attempt> take(Predicate<Attempt> which) {
    List<Attempt> taken = underWay.stream().filter(which).toList();
    underWay.removeAll(taken);
    return taken;
  }
}
