package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGTERM")
class ShutdownIT {
  @Test
  void endsAtOnceOnASecondSignalWhileTheRoleCloses() throws Exception {
    try (CommandProcess process = CommandProcess.start(Running.class, "stuck")) {
      process.awaitLine("running");
      process.terminate();
      process.awaitLine("role is closing");
      process.terminate();
      assertThat(process.awaitExit()).isEqualTo(128 + 15);
    }
  }

  @Test
  void exitsWith0WhenNothingIsThereToCloseYet() throws Exception {
    try (CommandProcess process = CommandProcess.start(Running.class, "starting")) {
      process.awaitLine("running");
      process.terminate();
      assertThat(process.awaitExit()).isZero();
    }
  }

  @Test
  void exitsWith1WhenTheCloseFails() throws Exception {
    try (CommandProcess process = CommandProcess.start(Running.class, "broken")) {
      process.awaitLine("running");
      process.terminate();
      assertThat(process.awaitExit()).isEqualTo(ExitCode.FAILED);
      process.awaitLine("wsrfake: could not close: java.lang.IllegalStateException: boo");
    }
  }

  @Test
  void leavesTheExitCodeAloneOnceItIsClosed() throws Exception {
    try (CommandProcess process = CommandProcess.start(Running.class, "over")) {
      assertThat(process.awaitExit()).isEqualTo(7);
    }
  }

  /** A command whose role is as told. */
  static final class Running {
    private Running() {}

    public static void main(String[] args) throws InterruptedException {
      PrintWriter out = new PrintWriter(System.out, true);
      Screen screen =
          new Screen(
              "wsrfake", out, new PrintWriter(System.err, true), Terminal.NONE, Screen.Mode.TEXT);
      try (Shutdown shutdown = Shutdown.install(screen)) {
        switch (args[0]) {
          case "stuck" -> shutdown.closes(() -> blockForEver(screen));
          case "broken" ->
              shutdown.closes(
                  () -> {
                    throw new IllegalStateException("boo");
                  });
          default -> {}
        }
        if (!args[0].equals("over")) {
          screen.line("running");
          new CountDownLatch(1).await();
        }
      }
      System.exit(7);
    }

    private static void blockForEver(Screen screen) {
      screen.line("role is closing");
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
