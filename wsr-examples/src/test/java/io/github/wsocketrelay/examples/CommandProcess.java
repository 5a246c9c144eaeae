package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A main class in a JVM of its own, with what it prints; it is killed at the end of the test. */
final class CommandProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final List<Thread> readers;

  private CommandProcess(Process process) {
    this.process = process;
    this.readers =
        List.of(read(process.getInputStream(), out), read(process.getErrorStream(), err));
  }

  static CommandProcess start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath()));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new CommandProcess(new ProcessBuilder(command).start());
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

  private static Thread read(InputStream stream, List<String> lines) {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    Thread thread = new Thread(() -> reader.lines().forEach(lines::add));
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Writes a line to its standard input. */
  void type(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has printed a line in which the expression is found. */
  Matcher awaitLine(String expression) {
    Pattern pattern = Pattern.compile(expression);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () -> {
              assertThat(find(pattern)).as("'%s' in:%n%s", expression, this).isPresent();
            });
    return find(pattern).orElseThrow();
  }

  private Optional<Matcher> find(Pattern pattern) {
    return Stream.concat(out.stream(), err.stream())
        .map(pattern::matcher)
        .filter(Matcher::find)
        .findFirst();
  }

  /** Sends SIGTERM. By the handle, since {@link Process#destroy} would close the output too. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** The processes that it has started and that still run. */
  List<ProcessHandle> children() {
    return process.children().toList();
  }

  /** Sends SIGKILL and waits for the end. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    awaitExit();
  }

  /** Waits for the end, and until all that was printed is read. */
  int awaitExit() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("'still runs:%n%s", this)
        .isTrue();
    for (Thread reader : readers) {
      reader.join();
    }
    return process.exitValue();
  }

  /** Waits for the end, which has to be with this code and one line that contains the message. */
  void failsWith(int exitCode, String message) throws InterruptedException {
    assertThat(awaitExit()).as(toString()).isEqualTo(exitCode);
    assertThat(err).singleElement().asString().startsWith("wsr").contains(message);
  }

  List<String> out() {
    return out;
  }

  List<String> err() {
    return err;
  }

  @Override
  public String toString() {
    return String.join("\n", out) + "\n---- err\n" + String.join("\n", err);
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }
}
