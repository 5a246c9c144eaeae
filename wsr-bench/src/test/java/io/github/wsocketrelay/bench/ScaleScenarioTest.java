package io.github.wsocketrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScaleScenarioTest {
  @Test
  void goesUpByTensToTheWantedNumber() {
    assertThat(new ScaleScenario(1_000, 50, 20).steps()).containsExactly(1, 10, 100, 1_000);
    assertThat(new ScaleScenario(250, 50, 20).steps()).containsExactly(1, 10, 100, 250);
    assertThat(new ScaleScenario(1, 1, 20).steps()).containsExactly(1);
  }
}
