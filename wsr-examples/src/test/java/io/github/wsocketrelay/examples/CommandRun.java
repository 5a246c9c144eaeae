package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/** What one run of a command in this process printed and returned. */
record CommandRun(int exitCode, String out, String err) {

  /** Without the settings of whoever runs the tests. */
  static CommandRun of(Callable<Integer> command, String... arguments) {
    return of(command, new Settings(Map.of(), Path.of("no-such-folder")), arguments);
  }

  static CommandRun of(Callable<Integer> command, Settings settings, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        CommandLines.of(command, settings)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  static CommandRun serve(String... arguments) {
    return of(new WsrServe(), arguments);
  }

  static CommandRun expose(String... arguments) {
    return of(new WsrExpose(), arguments);
  }

  static CommandRun connect(String... arguments) {
    return connectReading("", arguments);
  }

  static CommandRun connectReading(String standardInput, String... arguments) {
    byte[] bytes = standardInput.getBytes(StandardCharsets.UTF_8);
    return of(new WsrConnect(new ByteArrayInputStream(bytes)), arguments);
  }

  /** One line that begins with the command's name, and nothing else anywhere. */
  CommandRun failsWith(int expectedCode, String message) {
    assertThat(exitCode).as(err).isEqualTo(expectedCode);
    assertThat(err.lines()).hasSize(1);
    assertThat(err).matches("(?s)wsr[a-z]+: .*").contains(message);
    return this;
  }

  CommandRun isUsageError(String message) {
    failsWith(ExitCode.USAGE, message);
    assertThat(out).isEmpty();
    assertThat(err.strip()).matches(".* \\(try 'wsr[a-z]+ --help'\\)");
    return this;
  }
}
