package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SilenceTest {
  private final Silence silence = new Silence();

  @Test
  void countsTheLooksInARowWithoutAWord() {
    assertThat(silence.look()).isEqualTo(1);
    assertThat(silence.look()).isEqualTo(2);
    silence.heard();
    assertThat(silence.look()).isZero();
    assertThat(silence.look()).isEqualTo(1);
  }

  @Test
  void manyWordsCountLikeOne() {
    silence.heard();
    silence.heard();
    assertThat(silence.look()).isZero();
    assertThat(silence.look()).isEqualTo(1);
  }
}
