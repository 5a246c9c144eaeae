package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Javadoc shows as an example compiles. */
class JavadocExamplesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code\\R(.*?)\\R \\*\\s*}</pre>", Pattern.DOTALL);

  private static final String AROUND =
      """
      import io.github.wsocketrelay.*;
      class Example%d {
        void run() throws Exception {
      %s
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void compiles() throws Exception {
    List<String> examples = examples();
    assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-proc:none",
                "-Werror",
                "-cp",
                "target/classes",
                "-d",
                folder.toString()));
    for (int i = 0; i < examples.size(); i++) {
      Path source = folder.resolve("Example" + i + ".java");
      Files.writeString(source, AROUND.formatted(i, examples.get(i)));
      command.add(source.toString());
    }
    Path said = folder.resolve("said");
    Process javac =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    int exitCode = javac.waitFor();
    assertThat(exitCode).as(Files.readString(said)).isZero();
  }

  private static List<String> examples() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      List<String> examples = new ArrayList<>();
      for (Path source : sources.filter(Files::isRegularFile).sorted().toList()) {
        Matcher matcher = EXAMPLE.matcher(Files.readString(source));
        matcher
            .results()
            .map(MatchResult::group)
            .map(block -> block.substring(block.indexOf('\n') + 1, block.lastIndexOf('\n')))
            .map(block -> block.replaceAll("(?m)^ \\* ?", ""))
            .forEach(examples::add);
      }
      return examples;
    }
  }
}
