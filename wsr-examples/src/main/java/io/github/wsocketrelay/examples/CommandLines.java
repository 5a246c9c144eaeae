package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.ExposerLimit;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.WsrException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a command so that every failure is one line on its error stream and an {@link ExitCode}. */
public final class CommandLines {
  private CommandLines() {}

  /** A command line that runs this, a class with picocli's annotations. */
  public static CommandLine of(Callable<Integer> command) {
    return new CommandLine(command)
        .registerConverter(Duration.class, DurationConverter::parse)
        .registerConverter(RelayLimit.class, LimitNames.converter(RelayLimit.class))
        .registerConverter(ExposerLimit.class, LimitNames.converter(ExposerLimit.class))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setDefaultValueProvider(CommandLines::defaultText)
        .setParameterExceptionHandler(CommandLines::reportUsage)
        .setExecutionExceptionHandler(CommandLines::reportFailure);
  }

  /** Shows a duration's default in the help as it is typed, {@code 5m} and not {@code PT5M}. */
  private static @Nullable String defaultText(ArgSpec argument) {
    return argument.initialValue() instanceof Duration initial
        ? DurationConverter.text(initial)
        : null;
  }

  private static int reportUsage(ParameterException failure, String[] arguments) {
    printUsageError(failure.getCommandLine(), usageMessage(failure));
    return ExitCode.USAGE;
  }

  private static int reportFailure(Exception failure, CommandLine line, ParseResult parsed) {
    int code = ExitCode.of(failure);
    if (code == ExitCode.USAGE) {
      printUsageError(line, message(failure));
    } else {
      line.getErr().println(name(line) + ": " + message(failure));
    }
    if (parsed.hasMatchedOption(CommonOptions.VERBOSE)) {
      failure.printStackTrace(line.getErr());
    }
    return code;
  }

  private static void printUsageError(CommandLine line, String message) {
    String name = name(line);
    line.getErr().println("%s: %s (try '%s --help')".formatted(name, message, name));
  }

  private static String usageMessage(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unmatchedMessage(unmatched);
    }
    ArgSpec argument = failure.getArgSpec();
    if (argument != null && failure.getCause() instanceof IllegalArgumentException cause) {
      return label(argument) + ": " + oneLine(cause);
    }
    return uncapitalised(oneLine(failure));
  }

  /** Does not repeat what is too much: it may be the rest of a server ID, which is a secret. */
  private static String unmatchedMessage(UnmatchedArgumentException failure) {
    String first = failure.getUnmatched().get(0);
    return first.startsWith("-")
        ? "there is no option " + first.replaceFirst("=.*", "")
        : "too many arguments, %d of them: put those with spaces in quotes"
            .formatted(failure.getUnmatched().size());
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
