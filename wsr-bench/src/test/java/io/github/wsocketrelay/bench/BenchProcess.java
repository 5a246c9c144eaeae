package io.github.wsocketrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code wsrbench} in a JVM of its own, which is killed at the end of the test. */
final class BenchProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final Process process;
  private final Path err;

  private BenchProcess(Process process, Path err) {
    this.process = process;
    this.err = err;
  }

  /** Starts it; what it prints as errors goes to the file. */
  static BenchProcess start(Path err, String... arguments) throws IOException {
    List<String> command = PlayerProcess.java(WsrBench.class, List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    return new BenchProcess(process, err);
  }

  /** The processes that it has started and that still run. */
  List<ProcessHandle> children() {
    return process.children().toList();
  }

  /** Sends SIGTERM and waits for the end. */
  void terminate() throws InterruptedException {
    process.destroy();
    awaitExit();
  }

  /** Sends SIGKILL and waits for the end. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitExit();
  }

  private void awaitExit() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
