package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  private static final List<String> NAMES = List.of("limit", "bind", "flow-idle-timeout");

  @Test
  void guessesWhatWasMeant() {
    assertThat(NearestName.of("limti", NAMES)).contains("limit");
    assertThat(NearestName.of("limits", NAMES)).contains("limit");
    assertThat(NearestName.of("flow-idle-time", NAMES)).contains("flow-idle-timeout");
  }

  @Test
  void guessesNothingWhereNothingIsNear() {
    assertThat(NearestName.hint("password", NAMES)).isEmpty();
    assertThat(NearestName.hint("bnd", NAMES)).isEqualTo("; did you mean 'bind'?");
  }
}
