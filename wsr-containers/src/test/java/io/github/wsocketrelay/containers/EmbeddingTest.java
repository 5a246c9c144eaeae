package io.github.wsocketrelay.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/embedding.md shows as Java is code of the examples. */
class EmbeddingTest {
  private static final Path DOCUMENT = Path.of("../docs/embedding.md");
  private static final List<Path> SOURCES =
      List.of(Path.of("src/main/java"), Path.of("../wsr-examples/src/main/java"));
  private static final Pattern JAVA_BLOCK = Pattern.compile("(?sm)^```java\\R(.*?)^```$");

  @Test
  void javaBlocksOccurInTheExamples() throws IOException {
    StringBuilder sources = new StringBuilder();
    for (Path root : SOURCES) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          sources.append(withoutIndentation(Files.readString(file))).append('\n');
        }
      }
    }

    List<String> blocks =
        JAVA_BLOCK
            .matcher(Files.readString(DOCUMENT))
            .results()
            .map(block -> withoutIndentation(block.group(1)))
            .toList();

    assertThat(blocks)
        .hasSizeGreaterThanOrEqualTo(4) // own port, with an application, Jetty, Tomcat
        .allSatisfy(block -> assertThat(sources.toString()).contains(block));
  }

  private static String withoutIndentation(String text) {
    return String.join("\n", text.strip().lines().map(String::strip).toList());
  }
}
