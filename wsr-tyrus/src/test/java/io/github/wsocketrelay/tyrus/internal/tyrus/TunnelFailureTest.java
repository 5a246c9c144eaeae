package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.HttpProxy;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelFailureTest {
  private static final String RELAY = "wss://relay.example";
  private static final HttpProxy OPEN = new HttpProxy("proxy.example", 3128);
  private static final HttpProxy CLOSED = new HttpProxy("proxy.example", 3128, "ann", "s3cret");

  @ParameterizedTest
  @CsvSource({
    "407, asks for a user and a password",
    "403, refuses to connect to the relay at wss://relay.example",
    "302, perhaps to a page where to sign in",
    "400, is no HTTP proxy that makes tunnels",
    "405, is no HTTP proxy that makes tunnels"
  })
  void endsAFirstStartWhereAPersonIsNeeded(int status, String said) {
    WsrException failure = TunnelFailure.refused(OPEN, RELAY, status, null);

    assertThat(failure)
        .hasMessageContaining("http://proxy.example:3128")
        .hasMessageContaining("HTTP " + status)
        .hasMessageContaining(said);
    assertThat(Ending.isForGood(failure)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void triesAgainWhatMayPass(int status) {
    WsrException failure = TunnelFailure.refused(OPEN, RELAY, status, Duration.ofSeconds(9));

    assertThat(failure)
        .isInstanceOfSatisfying(
            RelayUnreachableException.class,
            unreachable -> assertThat(unreachable.retryAfter()).contains(Duration.ofSeconds(9)))
        .hasMessageContaining("http://proxy.example:3128");
  }

  @Test
  void neverShowsALogin() {
    assertThat(TunnelFailure.refused(CLOSED, RELAY, 407, null))
        .hasMessageContaining("does not take this user and password")
        .hasMessageNotContainingAny("ann", "s3cret");
  }
}
