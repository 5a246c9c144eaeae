package io.github.wsocketrelay.tyrus.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ServerSearchTest {
  private final ServerSearch search = new ServerSearch();

  /** The looks, from 1, that send it to the next relay. */
  private List<Integer> sends(int looks) {
    return IntStream.rangeClosed(1, looks).filter(look -> search.look(true)).boxed().toList();
  }

  @Test
  void goesOnAfterThreeSecondsAndThenTwiceAsLateEachTimeUpTo48() {
    assertThat(sends(200)).containsExactly(3, 9, 21, 45, 93, 141, 189);
  }

  @Test
  void beginsAnewWhenTheServerCameInBetween() {
    sends(20);
    search.look(false);

    assertThat(sends(9)).containsExactly(3, 9);
  }

  @Test
  void staysWhileItDoesNotWait() {
    assertThat(IntStream.range(0, 100).filter(look -> search.look(false))).isEmpty();
  }
}
