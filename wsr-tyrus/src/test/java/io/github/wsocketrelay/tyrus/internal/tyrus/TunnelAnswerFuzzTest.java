package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wsocketrelay.tyrus.internal.tyrus.TunnelAnswer.NoAnswerException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A proxy's answer means the same however it is cut, and is never gathered without end. */
class TunnelAnswerFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void anAnswerMeansTheSameHoweverItIsCut(FuzzedDataProvider data) {
    int most = data.consumeInt(1, 64);
    byte[] bytes = data.consumeRemainingAsBytes();
    String cut = read(bytes, most);
    assertThat(cut).isEqualTo(read(bytes, Integer.MAX_VALUE));
  }

  private static String read(byte[] bytes, int most) {
    TunnelAnswer answer = new TunnelAnswer();
    int at = 0;
    try {
      while (at < bytes.length) {
        ByteBuffer part = ByteBuffer.wrap(bytes, at, Math.min(most, bytes.length - at));
        boolean whole = answer.gather(part);
        at = part.position();
        if (whole) {
          assertThat(answer.status()).isBetween(200, 599);
          Duration wait = answer.retryAfter();
          assertThat(wait == null || !wait.isNegative()).isTrue();
          return "%d, and %d bytes are the tunnel's".formatted(answer.status(), bytes.length - at);
        }
        assertThat(part.hasRemaining()).isFalse();
      }
      assertThat(at).isLessThanOrEqualTo(TunnelAnswer.MOST_BYTES);
      return "not whole";
    } catch (NoAnswerException e) {
      assertThat(e.getMessage().chars()).noneMatch(Character::isISOControl);
      return e.getMessage();
    }
  }
}
