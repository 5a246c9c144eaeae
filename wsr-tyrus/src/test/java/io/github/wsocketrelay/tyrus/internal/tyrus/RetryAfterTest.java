package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final String DATE = "Fri, 31 Dec 1999 23:59:30 GMT";

  @Test
  void readsSeconds() {
    assertThat(RetryAfter.parse("0", null)).isZero();
    assertThat(RetryAfter.parse(" 120 ", DATE)).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void countsADateFromTheDateOfTheAnswer() {
    assertThat(RetryAfter.parse("Sat, 01 Jan 2000 00:00:00 GMT", DATE))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryAfter.parse("Fri, 31 Dec 1999 00:00:00 GMT", DATE)).isZero();
    assertThat(RetryAfter.parse("Sat, 01 Jan 2000 00:00:00 GMT", null)).isNull();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999", "31 Dec 1999"})
  void ignoresWhatItCannotRead(String text) {
    assertThat(RetryAfter.parse(text, DATE)).isNull();
  }
}
