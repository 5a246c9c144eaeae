package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.ExposerLimit;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.WsrException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a command so that every failure is one line on its error stream and an {@link ExitCode}. */
public final class CommandLines {
  private CommandLines() {}

  /**
   * A command line that runs this, a class with picocli's annotations. What is not on it is taken
   * from the environment, or else from a file.
   */
  public static CommandLine of(Callable<Integer> command) {
    return of(command, Settings.ofProcess());
  }

  static CommandLine of(Callable<Integer> command, Settings settings) {
    CommandLine line =
        new CommandLine(command)
            .registerConverter(Duration.class, DurationConverter::parse)
            .registerConverter(RelayLimit.class, LimitNames.converter(RelayLimit.class))
            .registerConverter(ExposerLimit.class, LimitNames.converter(ExposerLimit.class))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setDefaultValueProvider(settings)
            .setParameterExceptionHandler(CommandLines::reportUsage)
            .setExecutionExceptionHandler(CommandLines::reportFailure);
    HelpSections.applyTo(line);
    return line;
  }

  private static int reportUsage(ParameterException failure, String[] arguments) {
    CommandLine line = failure.getCommandLine();
    printUsageError(line, usageMessage(failure, line), OutputOptions.isJson(line, arguments));
    return ExitCode.USAGE;
  }

  private static int reportFailure(Exception failure, CommandLine line, ParseResult parsed) {
    int code = ExitCode.of(failure);
    boolean json = OutputOptions.isJson(line);
    String message = message(failure);
    if (code == ExitCode.USAGE) {
      String origins =
          Settings.of(line).map(settings -> settings.originsFor(message, parsed)).orElse("");
      printUsageError(line, message + origins, json);
    } else {
      printError(line, message, "", code, json);
    }
    if (parsed.hasMatchedOption(CommonOptions.VERBOSE)) {
      failure.printStackTrace(line.getErr());
    }
    return code;
  }

  private static void printUsageError(CommandLine line, String message, boolean json) {
    String hint = " (try '%s --help')".formatted(name(line));
    printError(line, message, hint, ExitCode.USAGE, json);
  }

  private static void printError(
      CommandLine line, String message, String hint, int code, boolean json) {
    if (json) {
      Event event = Event.of("error").with("message", message).with("exitCode", code);
      line.getOut().println(event.json(Instant.now()));
      line.getOut().flush();
    }
    line.getErr().println(name(line) + ": " + message + hint);
  }

  private static String usageMessage(ParameterException failure, CommandLine line) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unmatchedMessage(unmatched, line.getCommandSpec());
    }
    ArgSpec argument = failure.getArgSpec();
    if (argument == null) {
      return uncapitalised(oneLine(failure));
    }
    Optional<String> origin = Settings.of(line).flatMap(settings -> settings.origin(argument));
    if (failure.getCause() instanceof IllegalArgumentException cause) {
      return origin.orElseGet(() -> label(argument)) + ": " + oneLine(cause);
    }
    return origin.map(text -> text + ": ").orElse("") + uncapitalised(oneLine(failure));
  }

  /** Does not repeat what is too much: it may be the rest of a server ID, which is a secret. */
  private static String unmatchedMessage(UnmatchedArgumentException failure, CommandSpec command) {
    String first = failure.getUnmatched().get(0);
    if (!first.startsWith("-")) {
      return "too many arguments, %d of them: put those with spaces in quotes"
          .formatted(failure.getUnmatched().size());
    }
    String name = first.replaceFirst("=.*", "");
    return "there is no option " + name + NearestName.hint(name, command.optionsMap().keySet());
  }

  private static String label(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String message(Exception failure) {
    return failure instanceof WsrException || failure instanceof IllegalArgumentException
        ? oneLine(failure)
        : "unexpected " + failure.toString().replaceAll("\\R", " ") + "; please report this";
  }

  private static String oneLine(Throwable failure) {
    String message = failure.getMessage();
    return (message == null ? failure.toString() : message).replaceAll("\\R", " ");
  }

  private static String uncapitalised(String text) {
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  private static String name(CommandLine line) {
    return line.getCommandSpec().qualifiedName();
  }
}
