package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Shells themselves complete the commands. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has neither bash nor zsh as a rule")
class CompletionTest {
  @TempDir static Path share;

  @BeforeAll
  static void write() throws IOException {
    Manual.main(new String[] {share.toString(), "1.0", "2027-01-02T03:04:05Z"});
  }

  @Test
  void bashCompletesOptions() throws Exception {
    assertThat(completedByBash("wsrserve", "--li")).containsExactly("--limits", "--limit");
    assertThat(completedByBash("wsrexpose", "--flow")).containsExactly("--flow-idle-timeout");
    assertThat(completedByBash("wsrconnect", "--conf")).containsExactly("--config");
  }

  @Test
  void bashCompletesFilesWhereAnOptionTakesOne() throws Exception {
    Files.writeString(share.resolve("tokens-of-ann"), "");
    assertThat(completedByBash("wsrserve", "--tokens", share + "/tokens-"))
        .containsExactly(share + "/tokens-of-ann");
  }

  @Test
  void bashKnowsAllCommands() throws Exception {
    for (String command : List.of("wsrserve", "wsrexpose", "wsrconnect", "wsrdemo", "wsrtoken")) {
      assertThat(shell("bash", "source %s; complete -p %s".formatted(bash(command), command)))
          .contains("-F _complete_" + command + " ");
    }
  }

  @Test
  void zshReadsItsFiles() throws Exception {
    assumeThat(isThere("zsh")).as("zsh is installed").isTrue();
    for (String command : List.of("wsrserve", "wsrexpose", "wsrconnect", "wsrdemo", "wsrtoken")) {
      Path file = share.resolve("zsh/site-functions/_" + command);
      assertThat(Files.readString(file)).startsWith("#compdef " + command + "\n");
      shell("zsh", "zsh -n " + file);
    }
  }

  /** Does what bash does when somebody presses Tab behind the last word. */
  private static List<String> completedByBash(String command, String... words) throws Exception {
    String typed = command + " " + String.join(" ", words);
    String script =
        """
        source %s
        compopt() { :; }
        COMP_WORDS=(%s) COMP_CWORD=%d COMP_LINE='%s' COMP_POINT=%d
        _complete_%s
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(bash(command), typed, words.length, typed, typed.length(), command);
    return shell("bash", script).lines().map(String::strip).toList();
  }

  private static Path bash(String command) {
    return share.resolve("bash-completion/completions/" + command);
  }

  private static boolean isThere(String shell) throws InterruptedException {
    try {
      return new ProcessBuilder(shell, "-c", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String shell(String shell, String script) throws Exception {
    Process process =
        new ProcessBuilder(shell, "-c", script)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(text).isZero();
      return text;
    }
  }
}
