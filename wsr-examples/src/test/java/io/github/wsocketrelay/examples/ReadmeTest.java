package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README shows as Java is code that compiles. */
class ReadmeTest {
  private static final Path README = Path.of("../README.md");
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern JAVA_BLOCK = Pattern.compile("(?s)```java\\R(.*?)```");
  private static final int ROLES = 3;

  @Test
  void javaBlocksOccurInTheSources() throws IOException {
    String sources = withoutIndentation(sources());

    List<String> blocks =
        JAVA_BLOCK
            .matcher(Files.readString(README))
            .results()
            .map(block -> withoutIndentation(block.group(1)))
            .toList();

    assertThat(blocks)
        .hasSizeGreaterThanOrEqualTo(ROLES)
        .allSatisfy(block -> assertThat(sources).contains(block));
  }

  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file)).append('\n');
      }
    }
    return all.toString();
  }

  private static String withoutIndentation(String text) {
    return String.join("\n", text.strip().lines().map(String::strip).toList());
  }
}
