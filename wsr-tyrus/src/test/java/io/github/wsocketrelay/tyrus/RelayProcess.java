package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.RelayLimit;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A relay in a JVM of its own, which has less than the one of the tests; see {@link SmallRelay}.
 */
final class RelayProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Process process;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Thread reader;
  private final int port;

  private RelayProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "test-relay-process");
    reader.setDaemon(true);
    reader.start();
    this.port = Integer.parseInt(next());
  }

  /**
   * Starts one.
   *
   * @param shell what a shell does before, such as {@code ulimit -n 256}; may be empty
   * @param options of the JVM
   * @param limits of the relay: NAME=value
   */
  static RelayProcess start(String shell, List<String> options, String... limits)
      throws IOException {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    java.addAll(options);
    java.addAll(List.of("-cp", classPath(), SmallRelay.class.getName()));
    java.addAll(List.of(limits));
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/bin/sh", "-c", shell + "\nexec \"$@\"", "sh"));
    command.addAll(java);
    return new RelayProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** All that this JVM has, from both its paths, as one class path. */
  private static String classPath() {
    return Stream.of(
            "target/test-classes",
            System.getProperty("jdk.module.path", ""),
            System.getProperty("java.class.path"))
        .filter(path -> !path.isEmpty())
        .reduce((before, after) -> before + File.pathSeparator + after)
        .orElseThrow();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(this::hear);
    } catch (IOException | UncheckedIOException e) {
      logged.add(e.toString()); // Such as where it was killed.
    }
  }

  private void hear(String line) {
    if (line.startsWith(SmallRelay.ANSWER)) {
      said.add(line.substring(SmallRelay.ANSWER.length()));
    } else {
      logged.add(line);
    }
  }

  private String next() {
    try {
      String line = said.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(line).as("an answer; what it logged: %s", logged).isNotNull();
      return String.valueOf(line);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private long ask(String question) {
    try {
      process.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Long.parseLong(next());
  }

  int port() {
    return port;
  }

  long hits(RelayLimit limit) {
    return ask(limit.name());
  }

  /** Links that are open. */
  long links() {
    return ask(SmallRelay.LINKS);
  }

  /** Bytes that wait in it. */
  long memory() {
    return ask(SmallRelay.MEMORY);
  }

  /** Descriptors that it has open; 0 where it cannot tell. */
  long descriptors() {
    return ask(SmallRelay.DESCRIPTORS);
  }

  /** What it printed beside answers: its log. */
  List<String> logged() {
    return logged;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() throws IOException {
    process.toHandle().destroyForcibly();
    await().atMost(PATIENCE).until(() -> !process.isAlive());
    process.getOutputStream().close();
    await().atMost(PATIENCE).until(() -> !reader.isAlive());
    process.getInputStream().close();
    process.getErrorStream().close();
  }
}
