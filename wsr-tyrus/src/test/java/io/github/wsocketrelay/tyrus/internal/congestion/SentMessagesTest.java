package io.github.wsocketrelay.tyrus.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SentMessagesTest {
  private static final long GAP_NANOS = SentMessages.GAP_MICROS * 1_000L;

  private final SentMessages messages = new SentMessages();

  @Test
  void tellsOfTheNewestMessageThatIsAcknowledgedWhole() {
    messages.add(100, 1_000_000, 100);
    messages.add(200, 2_000_000, 200);
    messages.add(300, 3_000_000, 250);
    assertThat(messages.acknowledged(299)).isTrue();
    assertThat(messages.sentNanos()).isEqualTo(2_000_000);
    assertThat(messages.bytesUnderWay()).isEqualTo(200);
    assertThat(messages.acknowledged(300)).isTrue();
    assertThat(messages.sentNanos()).isEqualTo(3_000_000);
    assertThat(messages.bytesUnderWay()).isEqualTo(250);
  }

  @Test
  void knowsNothingOfAPartOfAMessageNorOfTheSameAgain() {
    assertThat(messages.acknowledged(0)).isFalse();
    messages.add(100, 1_000_000, 100);
    assertThat(messages.acknowledged(99)).isFalse();
    assertThat(messages.acknowledged(100)).isTrue();
    assertThat(messages.acknowledged(100)).isFalse();
  }

  @Test
  void leavesOutWhatFollowsWithin500Microseconds() {
    messages.add(100, 1_000_000, 100);
    messages.add(200, 1_000_000 + GAP_NANOS - 1, 200);
    messages.add(300, 1_000_000 + GAP_NANOS, 300);
    assertThat(messages.acknowledged(200)).isTrue();
    assertThat(messages.sentNanos()).isEqualTo(1_000_000);
    assertThat(messages.acknowledged(300)).isTrue();
    assertThat(messages.sentNanos()).isEqualTo(1_000_000 + GAP_NANOS);
  }

  @Test
  void keepsWhatFollowsAtOnceWhenNothingElseIsKept() {
    messages.add(100, 1_000_000, 100);
    messages.acknowledged(100);
    messages.add(200, 1_000_001, 100);
    assertThat(messages.acknowledged(200)).isTrue();
    assertThat(messages.sentNanos()).isEqualTo(1_000_001);
  }

  @Test
  void keeps512AndMoreAgainWhenTheyAreAcknowledged() {
    for (int i = 1; i <= SentMessages.MOST + 100; i++) {
      messages.add(i, i * GAP_NANOS, i);
    }
    assertThat(messages.acknowledged(SentMessages.MOST + 100)).isTrue();
    assertThat(messages.sentNanos()).isEqualTo(SentMessages.MOST * GAP_NANOS);
    messages.add(1_000, 1_000 * GAP_NANOS, 1);
    assertThat(messages.acknowledged(1_000)).isTrue();
    assertThat(messages.sentNanos()).isEqualTo(1_000 * GAP_NANOS);
  }

  /** Positive: so many messages are sent; negative: so many are acknowledged. */
  @Provide
  Arbitrary<List<Integer>> steps() {
    return Arbitraries.integers().between(-120, 120).list().ofMaxSize(60);
  }

  @Property
  void isAQueueHoweverItGrowsAndTurns(@ForAll("steps") List<Integer> steps) {
    SentMessages tried = new SentMessages();
    Deque<Long> model = new ArrayDeque<>();
    long sent = 0;
    for (int step : steps) {
      for (int i = 0; i < step; i++) {
        sent++;
        tried.add(sent, sent * sent * GAP_NANOS, 2 * sent);
        if (model.size() < SentMessages.MOST) {
          model.add(sent);
        }
      }
      long newest = 0;
      for (int i = 0; i < -step && !model.isEmpty(); i++) {
        newest = model.remove();
      }
      assertThat(tried.acknowledged(newest)).isEqualTo(newest > 0);
      if (newest > 0) {
        assertThat(tried.sentNanos()).isEqualTo(newest * newest * GAP_NANOS);
        assertThat(tried.bytesUnderWay()).isEqualTo(2 * newest);
      }
    }
  }
}
