package io.github.wsocketrelay.examples;

import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command line takes that opens a screen, and that screen. */
@Command(optionListHeading = "%nOutput:%n")
public final class CommonOptions {
  static final String VERBOSE = "--verbose";

  @Option(
      names = {"-v", VERBOSE},
      negatable = true,
      fallbackValue = "true",
      description = "Tell of every client too, and show logs and the stack traces of errors.")
  private boolean verbose;

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private final HelpOptions help = new HelpOptions();

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private CommandSpec command;

  boolean verbose() {
    return verbose;
  }

  /**
   * Reads what only the library can judge.
   *
   * @param key of the option or argument, as in a settings file; errors name it
   */
  public <T> T read(String key, Supplier<T> reading) {
    return Values.read(command, key, reading);
  }

  /** Opens the command's screen, to which the library's logs go from now on too. */
  public Screen openScreen() {
    return openScreen(Screen.Mode.TEXT);
  }

  /** Opens the command's screen in one of its forms. */
  Screen openScreen(OutputOptions output) {
    return openScreen(output.mode(verbose));
  }

  private Screen openScreen(Screen.Mode mode) {
    Screen screen =
        new Screen(
            command.name(),
            command.commandLine().getOut(),
            command.commandLine().getErr(),
            Terminal.ofProcess(),
            mode);
    Logs.show(screen, verbose);
    Settings.of(command.commandLine()).flatMap(Settings::warning).ifPresent(screen::warning);
    return screen;
  }
}
