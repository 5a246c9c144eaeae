package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.CheckStep;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether exposer or connector only look whether all would work, and how they tell. */
@Command
final class CheckOption {
  @Option(
      names = "--check",
      description =
          "Only check the way, say of each step what was found, and what mends what is wrong; no"
              + " port is opened, and nothing is registered.")
  private boolean wanted;

  /** Whether to check in place of a start. */
  boolean isWanted() {
    return wanted;
  }

  /** Prints each step of a check; the exit code. */
  static int run(Predicate<Consumer<CheckStep>> check, Screen screen) {
    return check.test(step -> tell(step, screen)) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void tell(CheckStep step, Screen screen) {
    Event event =
        Event.of("check")
            .with("point", step.point().name().toLowerCase(Locale.ROOT))
            .with("passed", step.passed())
            .with("message", step.text());
    if (step.passed()) {
      screen.event(event, text(step));
    } else {
      screen.result(event, text(step)); // Also where little is to be said.
    }
  }

  static String text(CheckStep step) {
    return "%-5s %-11s %s"
        .formatted(
            step.passed() ? "ok" : "FAIL",
            step.point().name().toLowerCase(Locale.ROOT),
            step.text());
  }
}
