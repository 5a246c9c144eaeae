package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogsTest {
  private static final String OURS = "io.github.wsocketrelay.tyrus.internal.Some";

  private final StringWriter err = new StringWriter();

  @Test
  void showsTheLibrarysWarningsOnly() {
    show(false);
    System.Logger logger = System.getLogger(OURS);
    logger.log(Level.DEBUG, "link open");
    logger.log(Level.INFO, "registered");
    logger.log(Level.WARNING, "full: {0}", "server");
    assertThat(err).hasToString("wsrfake: warning: full: server" + System.lineSeparator());
  }

  @Test
  void showsTheLibrarysDebugLogsWhenVerbose() {
    show(true);
    System.getLogger(OURS).log(Level.TRACE, "frame");
    System.getLogger(OURS).log(Level.DEBUG, "link open");
    assertThat(err).hasToString("wsrfake: debug: Some: link open" + System.lineSeparator());
  }

  @Test
  void showsAFailureWithoutItsStackTraceUnlessVerbose() {
    show(false);
    System.getLogger(OURS).log(Level.WARNING, "odd", new IllegalStateException("boo"));
    assertThat(err.toString().lines())
        .containsExactly("wsrfake: warning: odd (java.lang.IllegalStateException: boo)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"org.glassfish.tyrus.Some", "org.glassfish.grizzly.Some"})
  void isQuietAboutTheContainersWarnings(String logger) {
    show(true);
    System.getLogger(logger).log(Level.WARNING, "internal");
    assertThat(err.toString()).isEmpty();
  }

  private void show(boolean verbose) {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    Logs.show(
        new Screen("wsrfake", nowhere, new PrintWriter(err), Terminal.NONE, Screen.Mode.TEXT),
        verbose);
  }
}
