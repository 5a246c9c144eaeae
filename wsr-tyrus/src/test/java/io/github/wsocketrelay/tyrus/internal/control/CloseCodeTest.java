package io.github.wsocketrelay.tyrus.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.RejectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CloseCodeTest {

  @ParameterizedTest
  @CsvSource({
    "TAKEN, 4403, taken",
    "SUPERSEDED, 4409, superseded",
    "DENIED, 4403, denied",
    "UNAUTHORIZED, 4401, unauthorized",
    "PROTOCOL, 4400, protocol",
    "TOO_BIG, 4413, too-big",
    "RATE_LIMITED, 4429, rate-limited",
    "TOO_SLOW, 4408, too-slow",
    "DRAINING, 4503, draining",
    "LIMIT_REACHED, 4429, limit-reached"
  })
  void eachReasonHasItsCodeAndWord(RejectReason reason, int code, String word) {
    assertThat(CloseCode.of(reason)).isEqualTo(code);
    assertThat(CloseCode.word(reason)).isEqualTo(word);
  }

  @ParameterizedTest
  @EnumSource(RejectReason.class)
  void aWordIsReadAsItsReason(RejectReason reason) {
    assertThat(CloseCode.reason(CloseCode.of(reason), CloseCode.word(reason))).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "4401, UNAUTHORIZED",
    "4403, DENIED",
    "4408, TOO_SLOW",
    "4409, SUPERSEDED",
    "4413, TOO_BIG",
    "4429, RATE_LIMITED",
    "4503, DRAINING",
    "4400, PROTOCOL",
    "4599, PROTOCOL"
  })
  void aWordOfANewerRelayIsReadByItsCode(int code, RejectReason reason) {
    assertThat(CloseCode.reason(code, "a-word-of-tomorrow")).isEqualTo(reason);
  }

  @Test
  void aWordIsReadInItsOwnFormOnly() {
    assertThat(CloseCode.reason(4_403, "TAKEN")).isEqualTo(RejectReason.DENIED);
  }
}
