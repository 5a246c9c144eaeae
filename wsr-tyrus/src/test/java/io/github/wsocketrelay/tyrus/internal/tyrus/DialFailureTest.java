package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialFailureTest {

  private static WsrException answered(String relay, int status) {
    return DialFailure.explain(
        relay, Optional.empty(), Stage.UPGRADE, new RefusedException(status, null));
  }

  /** As a proxy sends to its TLS whoever comes without; where it sends to is anybody's text. */
  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 307, 308})
  void aRelayThatSendsElsewhereIsAWrongAddress(int status) {
    WsrException plain = answered("ws://relay.example:80", status);
    assertThat(plain)
        .hasMessageContaining("HTTP " + status)
        .hasMessageContaining("use wss://")
        .hasMessageContaining("ws://relay.example:80");
    assertThat(Ending.isForGood(plain)).isTrue();
    WsrException secure = answered("wss://relay.example:443", status);
    assertThat(secure).hasMessageContaining("correct the address");
    assertThat(Ending.isForGood(secure)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"404, true", "401, true", "429, false", "500, false", "503, false", "304, false"})
  void otherAnswersArePassingOrNot(int status, boolean forGood) {
    assertThat(Ending.isForGood(answered("ws://relay.example:80", status))).isEqualTo(forGood);
  }
}
