package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final String FORCED = "picocli.ansi";

  /** The tests run without a terminal, where picocli would rightly see no colours. */
  @BeforeEach
  void pretendThatThereIsATerminal() {
    System.setProperty(FORCED, "true");
  }

  @AfterEach
  void pretendNoMore() {
    System.clearProperty(FORCED);
  }

  @Test
  void showsColoursWhereThePersonLooks() {
    assertThat(Terminal.of(Map.of("TERM", "xterm"), true))
        .isEqualTo(new Terminal(true, true, true));
    assertThat(Terminal.of(Map.of("TERM", "xterm"), false))
        .isEqualTo(new Terminal(true, true, false));
  }

  @Test
  void honoursNoColor() {
    assertThat(Terminal.of(Map.of("NO_COLOR", "1"), true))
        .isEqualTo(new Terminal(true, false, false));
    assertThat(Terminal.of(Map.of("NO_COLOR", ""), true).coloursOut()).isTrue();
  }

  @Test
  void leavesADumbTerminalAlone() {
    assertThat(Terminal.of(Map.of("TERM", "dumb"), true)).isEqualTo(Terminal.NONE);
  }
}
