package io.github.wsocketrelay.examples;

/**
 * Closes the role when the process is told to end, by Ctrl-C or SIGTERM, and then ends it with exit
 * code 0. Left to itself a JVM would exit with 130 or 143, whatever was closed.
 */
final class Shutdown implements AutoCloseable {
  private final Screen screen;
  private final Thread hook = new Thread(this::run, "wsr-shutdown");
  private volatile Runnable closeRole = () -> {};

  private Shutdown(Screen screen) {
    this.screen = screen;
  }

  /** From here on a signal ends the process with 0; a role that is not told of ends with it. */
  static Shutdown install(Screen screen) {
    Shutdown shutdown = new Shutdown(screen);
    Runtime.getRuntime().addShutdownHook(shutdown.hook);
    return shutdown;
  }

  /** What a signal closes. */
  void closes(Runnable closeRole) {
    this.closeRole = closeRole;
  }

  private void run() {
    int code = ExitCode.FAILED;
    try {
      SecondSignal.endsProcess();
      screen.event(Event.of("closing"), "closing");
      closeRole.run();
      screen.status("");
      code = ExitCode.DONE;
    } catch (RuntimeException e) {
      String text = "could not close: " + e;
      screen.error(Event.of("error").with("message", text).with("exitCode", code), text);
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }

  /** Leaves signals to the JVM again. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook runs already; it ends the process before the caller's exit code counts.
    }
  }
}
