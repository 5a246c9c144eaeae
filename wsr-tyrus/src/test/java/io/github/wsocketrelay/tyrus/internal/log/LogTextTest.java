package io.github.wsocketrelay.tyrus.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LogTextTest {
  @Test
  void ordinaryTextStaysAsItIs() {
    assertThat(LogText.shown("the server is away: zurück in 5 min")).endsWith("zurück in 5 min");
  }

  @Test
  void linesCannotBeForged() {
    assertThat(LogText.shown("a\r\nb\u0085c\u2028d\u2029e\u000bf"))
        .isEqualTo("a\\u000d\\u000ab\\u0085c\\u2028d\\u2029e\\u000bf");
  }

  @Test
  void terminalsAreNotCommanded() {
    assertThat(LogText.shown("\u001b[31m\u009b2J\u0007\u0008\u0000\u007f"))
        .isEqualTo("\\u001b[31m\\u009b2J\\u0007\\u0008\\u0000\\u007f");
  }

  @Test
  void theDirectionOfReadingStays() {
    assertThat(LogText.shown("\u202egpj.\u2066\u2069\u200f\u061c\ufeff\u200b"))
        .isEqualTo("\\u202egpj.\\u2066\\u2069\\u200f\\u061c\\ufeff\\u200b");
  }

  @Test
  void halfACharacterIsNotShown() {
    assertThat(LogText.shown("\ud83d\ude00", 1)).isEqualTo("\\ud83d…");
  }

  @Test
  void longTextIsCut() {
    assertThat(LogText.shown("x".repeat(64))).hasSize(64);
    assertThat(LogText.shown("x".repeat(1_000_000))).isEqualTo("x".repeat(64) + "…");
    assertThat(LogText.shown("abcdef", 3)).isEqualTo("abc…");
  }

  @Property
  void nothingThatIsShownIsAControlOrLong(
      @ForAll String text, @ForAll @IntRange(max = 200) int most) {
    String shown = LogText.shown(text, most);
    assertThat(shown.length()).isLessThanOrEqualTo(6 * most + 1);
    assertThat(shown).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");
  }
}
