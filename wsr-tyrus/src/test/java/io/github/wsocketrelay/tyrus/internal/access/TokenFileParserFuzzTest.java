package io.github.wsocketrelay.tyrus.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wsocketrelay.WsrException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A token file is read, or refused with the line that is wrong. */
class TokenFileParserFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void linesAreReadOrOneOfThemIsNamed(byte[] input) {
    List<String> lines = new String(input, StandardCharsets.UTF_8).lines().toList();
    try {
      Map<String, TokenEntry> entries = TokenFileParser.parse(Path.of("tokens"), lines);
      assertThat(entries).hasSizeLessThanOrEqualTo(lines.size());
      entries.forEach(
          (hash, entry) -> {
            assertThat(hash).isEqualTo(entry.hash()).matches("[0-9a-f]{64}");
            assertThat(entry.uses()).isNotEmpty();
          });
    } catch (WsrException e) {
      assertThat(e.getMessage()).startsWith("line ");
      assertThat(e.getMessage().chars()).noneMatch(Character::isISOControl);
    }
  }
}
