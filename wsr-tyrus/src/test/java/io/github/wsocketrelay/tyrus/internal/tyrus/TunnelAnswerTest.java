package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelAnswerTest {
  private final TunnelAnswer answer = new TunnelAnswer();

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void leavesWhatFollowsTheHeadToTheTunnel() throws Exception {
    ByteBuffer data = bytes("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n\r\nrest");

    assertThat(answer.gather(data)).isTrue();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(data.remaining()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 200 OK\r\n\r\n",
        "HTTP/1.1 200\r\n\r\n",
        "HTTP/1.1 200 OK\n\n",
        "HTTP/1.1 200 OK\nVia: x\r\n\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nDate: x\r\n\r\n"
      })
  void understandsAnswersCutAnywhere(String text) throws Exception {
    for (int i = 0; i < text.length() - 1; i++) {
      assertThat(answer.gather(bytes(text.substring(i, i + 1)))).as("byte %s", i).isFalse();
    }
    assertThat(answer.gather(bytes(text.substring(text.length() - 1)))).isTrue();
    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-x\r\n",
        "<html>",
        "\u0016\u0003\u0001\u0002\u0000",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 OK\r\n\r\n",
        "HTTP/1.1  200\r\n\r\n"
      })
  void refusesWhatIsNoAnswer(String text) {
    assertThatThrownBy(() -> answer.gather(bytes(text)))
        .isInstanceOf(TunnelAnswer.NoAnswerException.class);
  }

  @Test
  void readsNoMoreThanItsLimitOfAFloodOfHeaders() throws Exception {
    answer.gather(bytes("HTTP/1.1 200 OK\r\n"));
    ByteBuffer flood = bytes("X: y\r\n".repeat(TunnelAnswer.MOST_BYTES));

    assertThatThrownBy(() -> answer.gather(flood))
        .isInstanceOf(TunnelAnswer.NoAnswerException.class)
        .hasMessageContaining("16384");
    assertThat(flood.position()).isLessThan(TunnelAnswer.MOST_BYTES);
  }

  @Test
  void boundsInterimAnswersToo() {
    ByteBuffer flood = bytes("HTTP/1.1 100 Continue\r\n\r\n".repeat(TunnelAnswer.MOST_BYTES));

    assertThatThrownBy(() -> answer.gather(flood))
        .isInstanceOf(TunnelAnswer.NoAnswerException.class);
  }

  @Test
  void tellsWhenToAskAgain() throws Exception {
    answer.gather(bytes("HTTP/1.1 503 Busy\r\nX: y\r\nretry-after: 7\r\n\r\n"));

    assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(7));
  }
}
