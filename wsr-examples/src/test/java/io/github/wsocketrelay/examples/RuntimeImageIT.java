package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The library runs from the class path, and in a runtime image without any path. */
@Timeout(180)
class RuntimeImageIT {
  private static final String MODULE = "io.github.wsocketrelay.examples";

  /** Linked in, since nothing names them: the provider, its JSON parser, and elliptic curves. */
  private static final String MODULES =
      MODULE + ",io.github.wsocketrelay.tyrus,org.eclipse.parsson,jdk.crypto.ec";

  @TempDir Path folder;

  @Test
  void theClassPathWillDo() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    assertThat(run(java, "-cp", "target/wsr/lib/*", MODULE + ".WsrDemo"))
        .contains("it works: 12 datagrams of 0 to 65507 bytes");
  }

  @Test
  void anImageOfJlinkRunsTheRelayAndBothSides() throws Exception {
    Path image = folder.resolve("image");
    Path jdk = Path.of(System.getProperty("java.home"));
    run(
        jdk.resolve("bin/jlink"),
        "--module-path",
        "target/wsr/lib",
        "--add-modules",
        MODULES,
        "--no-header-files",
        "--no-man-pages",
        "--output",
        image.toString());

    assertThat(run(image.resolve("bin/java"), "-m", MODULE + "/" + MODULE + ".WsrDemo"))
        .contains("it works: 12 datagrams of 0 to 65507 bytes");
    assertThat(run(image.resolve("bin/java"), "-m", MODULE + "/" + MODULE + ".WsrServe", "--help"))
        .contains("Usage: wsrserve");
    assertThat(run(image.resolve("bin/java"), "--list-modules"))
        .as("what is in the image")
        .doesNotContain("java.desktop");
  }

  private String run(Path program, String... arguments) throws IOException, InterruptedException {
    File output = folder.resolve("output").toFile();
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of(program.toString()), List.of(arguments).stream()).toList())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("%s ended", program).isTrue();
    String said = Files.readString(output.toPath());
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
