package io.github.wsocketrelay.examples;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command line takes, and the screen that it prints to. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
public final class CommonOptions {
  static final String VERBOSE = "--verbose";

  @Option(
      names = {"-v", VERBOSE},
      description = "Tell of every client too, and show logs and the stack traces of errors.")
  private boolean verbose;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private CommandSpec command;

  boolean verbose() {
    return verbose;
  }

  /** Opens the command's screen, to which the library's logs go from now on too. */
  public Screen openScreen() {
    Screen screen =
        new Screen(
            command.name(),
            command.commandLine().getOut(),
            command.commandLine().getErr(),
            Screen.isTerminal());
    Logs.show(screen, verbose);
    return screen;
  }
}
