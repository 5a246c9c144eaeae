package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressWatchTest {
  private final ProgressWatch watch = new ProgressWatch(3);

  @Test
  void isStuckAtTheThirdLookInARowWithoutProgress() {
    assertThat(watch.look(true, 7)).isFalse(); // There was some since the start.
    assertThat(watch.look(true, 7)).isFalse();
    assertThat(watch.look(true, 7)).isFalse();
    assertThat(watch.look(true, 7)).isTrue();
    assertThat(watch.look(true, 7)).isTrue();
  }

  @Test
  void anyProgressBeginsTheCountAnew() {
    watch.look(true, 7);
    watch.look(true, 7);
    watch.look(true, 7);
    assertThat(watch.look(true, 8)).isFalse();
    assertThat(watch.look(true, 8)).isFalse();
    assertThat(watch.look(true, 8)).isFalse();
    assertThat(watch.look(true, 8)).isTrue();
  }

  @Test
  void nothingUnderWayIsNotStuck() {
    for (int look = 0; look < 10; look++) {
      assertThat(watch.look(false, 7)).isFalse();
    }
    watch.look(true, 7);
    watch.look(true, 7);
    assertThat(watch.look(false, 7)).isFalse();
    assertThat(watch.look(true, 7)).isFalse();
    assertThat(watch.look(true, 7)).isFalse();
    assertThat(watch.look(true, 7)).isTrue();
  }
}
