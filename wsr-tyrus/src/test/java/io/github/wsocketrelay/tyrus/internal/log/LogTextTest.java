package io.github.wsocketrelay.tyrus.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

  @Test
  void plainTextStaysAsItIs() {
    assertThat(LogText.shown("grüße, 世界 {0} 'x'")).isEqualTo("grüße, 世界 {0} 'x'");
  }

  @Test
  void whatBreaksLinesOrTurnsThemRoundIsShownAsANumber() {
    assertThat(LogText.shown("a\r\nb\u001b[31m\u2028\u202e\u0085\u0000\ud800"))
        .isEqualTo("a\\u000d\\u000ab\\u001b[31m\\u2028\\u202e\\u0085\\u0000\\ud800");
  }

  @Test
  void longTextIsCut() {
    assertThat(LogText.shown("a".repeat(64))).isEqualTo("a".repeat(64));
    assertThat(LogText.shown("a".repeat(1_000_000))).isEqualTo("a".repeat(64) + "…");
    assertThat(LogText.shown("abcd", 3)).isEqualTo("abc…");
  }
}
