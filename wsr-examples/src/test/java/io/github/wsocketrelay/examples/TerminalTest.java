package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final String TOLD = "wsr.terminal";

  @Test
  void showsColoursWhereThePersonLooks() {
    assertThat(of(Map.of("TERM", "xterm"), true, true)).isEqualTo(new Terminal(true, true, true));
    assertThat(of(Map.of("TERM", "xterm"), true, false)).isEqualTo(new Terminal(true, true, false));
  }

  @Test
  void honoursNoColor() {
    assertThat(of(Map.of("NO_COLOR", "1"), true, true)).isEqualTo(new Terminal(true, false, false));
    assertThat(of(Map.of("NO_COLOR", ""), true, true).coloursOut()).isTrue();
  }

  @Test
  void leavesADumbTerminalAlone() {
    assertThat(of(Map.of("TERM", "dumb"), true, true)).isEqualTo(Terminal.NONE);
  }

  @Test
  void looksAtEachStreamByItself() {
    assertThat(of(Map.of(), false, true)).isEqualTo(new Terminal(false, false, true));
    assertThat(of(Map.of(), false, false)).isEqualTo(Terminal.NONE);
    assertThat(Terminal.of(Map.of(), true, true, false))
        .isEqualTo(new Terminal(true, false, false));
  }

  /** Whatever standard input is. */
  @Test
  void believesTheLauncher() {
    System.setProperty(TOLD, "err");
    assertThat(Terminal.ofProcess().movesCursor()).isFalse();
    System.setProperty(TOLD, "");
    assertThat(Terminal.ofProcess()).isEqualTo(Terminal.NONE);
    System.setProperty(TOLD, "out,err");
    assertThat(Terminal.ofProcess().movesCursor()).isEqualTo(!"dumb".equals(System.getenv("TERM")));
  }

  @AfterEach
  void tellNothingAnyMore() {
    System.clearProperty(TOLD);
  }

  private static Terminal of(Map<String, String> environment, boolean out, boolean err) {
    return Terminal.of(environment, out, err, true);
  }
}
