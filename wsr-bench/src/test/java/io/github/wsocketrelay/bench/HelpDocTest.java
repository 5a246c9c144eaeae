package io.github.wsocketrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What people read of the command line is what it prints. */
class HelpDocTest {
  private static final Path DOC = Path.of("../docs/command-lines.md");

  /** Elsewhere the help has other folders. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void hasTheHelpAsItIsPrinted() throws IOException {
    assertThat(Files.readString(DOC))
        .contains(
            "<!-- wsrbench --help -->\n\n```\n%s```\n".formatted(BenchRun.of("--help").out()));
  }
}
