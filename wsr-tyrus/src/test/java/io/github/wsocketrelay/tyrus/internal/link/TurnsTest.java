package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns<String> turns = new Turns<>();

  private void add(String... things) {
    for (String thing : things) {
      turns.add(thing);
    }
  }

  private List<String> next(int count) {
    return Stream.generate(
            () -> {
              String current = turns.current();
              turns.pass();
              return current;
            })
        .limit(count)
        .toList();
  }

  @Test
  void allTakeTurnsInTheOrderInWhichTheyCame() {
    add("a", "b", "c");
    assertThat(next(6)).containsExactly("a", "b", "c", "a", "b", "c");
  }

  @Test
  void newOnesComeFirstInTheirOrder() {
    add("a", "b", "c");
    assertThat(next(4)).containsExactly("a", "b", "c", "a");
    add("new", "newer");
    assertThat(next(5)).containsExactly("new", "newer", "b", "c", "a");
    assertThat(next(5)).containsExactly("new", "newer", "b", "c", "a");
  }

  @Test
  void oneThatGoesLeavesItsTurnToTheOneBehindIt() {
    add("a", "b", "c");
    next(1);
    turns.remove("b");
    assertThat(next(3)).containsExactly("c", "a", "c");
  }

  @Test
  void isEmptyAfterAllWereRemovedOrCleared() {
    add("a", "b");
    turns.remove("a");
    turns.remove("b");
    assertThat(turns.isEmpty()).isTrue();
    add("c", "d");
    next(1);
    turns.clear();
    assertThat(turns.isEmpty()).isTrue();
    assertThat(turns.size()).isZero();
    add("e", "f");
    assertThat(next(2)).containsExactly("e", "f");
  }

  /** Two queues: those that are new, and those that had a turn. */
  private static final class Model {
    final Deque<Integer> fresh = new ArrayDeque<>();
    final Deque<Integer> others = new ArrayDeque<>();

    int current() {
      return fresh.isEmpty() ? others.element() : fresh.element();
    }

    void pass() {
      others.add(fresh.isEmpty() ? others.remove() : fresh.remove());
    }

    void remove(Integer thing) {
      if (!fresh.remove(thing)) {
        others.remove(thing);
      }
    }

    Set<Integer> all() {
      Set<Integer> all = new HashSet<>(fresh);
      all.addAll(others);
      return all;
    }
  }

  private enum Do {
    ADD,
    PASS,
    REMOVE
  }

  /** Something that is done, to the thing at an index where it is one that is removed. */
  record Step(Do what, int index) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(Arbitraries.of(Do.class), Arbitraries.integers().between(0, 30))
        .as(Step::new)
        .list()
        .ofMaxSize(200);
  }

  @Property
  void theTurnIsThatOfTwoQueuesHoweverThingsComeAndGo(@ForAll("steps") List<Step> steps) {
    Turns<Integer> tried = new Turns<>();
    Model model = new Model();
    int number = 0;
    for (Step step : steps) {
      if (step.what() == Do.ADD) {
        tried.add(number);
        model.fresh.add(number++);
      } else if (tried.isEmpty()) {
        continue;
      } else if (step.what() == Do.PASS) {
        tried.pass();
        model.pass();
      } else {
        Integer removed = tried.get(step.index() % tried.size());
        tried.remove(removed);
        model.remove(removed);
      }
      Set<Integer> all = new HashSet<>();
      for (int i = 0; i < tried.size(); i++) {
        all.add(tried.get(i));
      }
      assertThat(all).isEqualTo(model.all());
      if (!tried.isEmpty()) {
        assertThat(tried.current()).isEqualTo(model.current());
      }
    }
  }
}
