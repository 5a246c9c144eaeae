package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationConverterTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "0s, PT0S",
    "30s, PT30S",
    "5m, PT5M",
    "1h, PT1H",
    "1d, PT24H",
    "90S, PT1M30S",
    "' 5m ', PT5M",
    "PT1M30S, PT1M30S",
    "pt5m, PT5M"
  })
  void readsWhatPeopleType(String text, Duration duration) {
    assertThat(DurationConverter.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-5s", "1.5s", "5 minutes", "99999999999999999999s"})
  void namesWhatItCannotRead(String text) {
    assertThatThrownBy(() -> DurationConverter.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is no length of time");
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 0s", "PT0.25S, 250ms", "PT30S, 30s", "PT90S, 90s", "PT5M, 5m", "PT24H, 24h"})
  void writesWhatItReads(Duration duration, String text) {
    assertThat(DurationConverter.text(duration)).isEqualTo(text);
    assertThat(DurationConverter.parse(text)).isEqualTo(duration);
  }
}
