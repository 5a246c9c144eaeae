package io.github.wsocketrelay.examples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WsrDemoTest {
  @ParameterizedTest
  @ValueSource(strings = {"0", "101"})
  void namesANumberOfClientsThatIsOutOfRange(String clients) {
    CommandRun.of(new WsrDemo(), "--clients", clients)
        .isUsageError(
            "--clients: '" + clients + "' is no whole number from 1 to 100: write one, as 3");
  }

  @Test
  void takesNoArguments() {
    CommandRun.of(new WsrDemo(), "8080").isUsageError("too many arguments");
  }
}
