package io.github.wsocketrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.examples.CommandLines;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What one run of {@code wsrbench} in this process printed and returned. */
record BenchRun(int exitCode, String out, String err) {

  static BenchRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        CommandLines.of(new WsrBench(InputStream.nullInputStream()))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new BenchRun(exitCode, out.toString(), err.toString());
  }

  void isUsageError(String message) {
    assertThat(exitCode).as(err).isEqualTo(2);
    assertThat(out).isEmpty();
    assertThat(err.lines())
        .singleElement()
        .asString()
        .matches("wsrbench: .* \\(try 'wsrbench --help'\\)")
        .contains(message);
  }
}
