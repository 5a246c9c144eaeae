package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.relay.ChannelDues.Due;
import org.junit.jupiter.api.Test;

class ChannelDuesTest {
  private final ChannelDues dues = new ChannelDues();

  @Test
  void eachIsDueOnceForEachChannel() {
    dues.opened(1);
    dues.opened(2);
    assertThat(dues.take(1, Due.ANSWER)).isTrue();
    assertThat(dues.take(1, Due.ANSWER)).isFalse();
    assertThat(dues.take(1, Due.CLOSE)).isTrue();
    assertThat(dues.take(1, Due.CLOSE)).isFalse();
    assertThat(dues.take(2, Due.ANSWER)).isTrue();
    assertThat(dues.take(3, Due.ANSWER)).isFalse();
  }

  @Test
  void aChannelIsFreedOnceAfterItsTunnelIsOver() {
    dues.opened(1);
    assertThat(dues.take(1, Due.FREE)).isFalse();
    dues.closed(1);
    assertThat(dues.take(1, Due.CLOSE)).isTrue(); // It crossed the end.
    assertThat(dues.take(1, Due.FREE)).isTrue();
    assertThat(dues.take(1, Due.FREE)).isFalse();
    assertThat(dues.take(1, Due.ANSWER)).isFalse();
  }

  @Test
  void nothingIsOwedOfChannelsThatAreFree() {
    for (int i = 0; i < 100_000; i++) {
      dues.opened(1);
      dues.closed(1);
      dues.take(1, Due.FREE);
    }
    assertThat(dues.size()).isZero();
  }
}
