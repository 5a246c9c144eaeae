package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.ExposerLimit;
import io.github.wsocketrelay.RelayLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What operators read of the limits is what holds. */
class OperatingDocTest {
  private static final Path OPERATING = Path.of("../docs/operating.md");

  @ParameterizedTest
  @EnumSource
  void tellsEachLimitOfTheRelayWithItsDefault(RelayLimit limit) throws IOException {
    assertTold(limit, limit.standard());
  }

  @ParameterizedTest
  @EnumSource
  void tellsEachLimitOfTheExposerWithItsDefault(ExposerLimit limit) throws IOException {
    assertTold(limit, limit.standard());
  }

  private static void assertTold(Enum<?> limit, long standard) throws IOException {
    String row = String.format(Locale.ROOT, "| `%s` | %,d | ", LimitNames.of(limit), standard);
    assertThat(Files.readString(OPERATING)).contains("\n" + row);
  }
}
