package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.UnusableFileException;
import io.github.wsocketrelay.WsrException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
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
            .setDefaultValueProvider(settings)
            .setParameterExceptionHandler(CommandLines::reportUsage)
            .setExecutionExceptionHandler(CommandLines::reportFailure);
    Values.applyTo(line);
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
    String message = fileLabel(failure, line, parsed) + message(failure);
    if (failure instanceof UnusableFileException) {
      printUsageError(line, message, json);
    } else if (code == ExitCode.USAGE) {
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

  /** The option that names the file that is of no use, if one does. */
  private static String fileLabel(Exception failure, CommandLine line, ParseResult parsed) {
    if (!(failure instanceof UnusableFileException unusable)) {
      return "";
    }
    return line.getCommandSpec().args().stream()
        .filter(
            argument ->
                argument.getValue() instanceof Path path && unusable.file().startsWith(path))
        .findFirst()
        .map(argument -> Values.named(argument, line, parsed))
        .orElse("");
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

  /** Says what is wrong in the words of here: picocli's have Java's names for things. */
  private static String usageMessage(ParameterException failure, CommandLine line) {
    if (failure instanceof WrongValueException) {
      return oneLine(failure);
    } else if (failure instanceof UnmatchedArgumentException unmatched) {
      return unmatchedMessage(unmatched, line.getCommandSpec());
    } else if (failure instanceof OverwrittenOptionException twice) {
      return Values.label(twice.getOverwritten()) + " is given twice: leave one of them out";
    } else if (failure instanceof MissingParameterException missing) {
      return missingMessage(missing.getMissing(), line);
    }
    ArgSpec argument = failure.getArgSpec();
    if (argument == null) {
      return uncapitalised(oneLine(failure));
    }
    String name =
        Settings.of(line)
                .flatMap(settings -> settings.origin(argument))
                .orElseGet(() -> Values.label(argument))
            + ": ";
    Optional<String> expected = Values.expected(argument, failure.getValue());
    if (expected.isPresent()) {
      return name + expected.get();
    }
    return name
        + (failure.getCause() instanceof IllegalArgumentException cause
            ? oneLine(cause)
            : uncapitalised(oneLine(failure)));
  }

  /** What a command throws that can do without an argument only at times. */
  static ParameterException missing(CommandLine line, List<ArgSpec> missing) {
    return new WrongValueException(line, missingMessage(missing, line), null);
  }

  private static String missingMessage(List<ArgSpec> missing, CommandLine line) {
    ArgSpec first = missing.get(0);
    if (first instanceof OptionSpec option) {
      return "%s has no value: write it as %s=%s"
          .formatted(option.longestName(), option.longestName(), option.paramLabel());
    }
    List<PositionalParamSpec> all = line.getCommandSpec().positionalParameters();
    String names =
        Stream.concat(
                missing.stream().limit(1), // picocli names the first only
                all.stream().skip(all.indexOf(first) + 1L).filter(later -> later.arity().min() > 0))
            .map(ArgSpec::paramLabel)
            .collect(Collectors.joining(", "))
            .replaceFirst(", ([^,]*)$", " and $1");
    String usage =
        String.join(" ", line.getCommandSpec().usageMessage().customSynopsis())
            .replaceAll("\\s+", " ")
            .replace(" " + name(line) + " ", " or " + name(line) + " ");
    return "%s %s missing: write %s"
        .formatted(names, names.equals(first.paramLabel()) ? "is" : "are", usage);
  }

  /** Does not repeat what is too much: it may be the rest of a server ID, which is a secret. */
  private static String unmatchedMessage(UnmatchedArgumentException failure, CommandSpec command) {
    String first = failure.getUnmatched().get(0);
    if (!first.startsWith("-")) {
      return "too many arguments, %d of them: put those with spaces in quotes"
          .formatted(failure.getUnmatched().size());
    }
    String name = first.replaceFirst("=.*", "");
    String hint =
        name.startsWith("--") ? NearestName.hint(name, command.optionsMap().keySet()) : "";
    return "there is no option " + name + hint;
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
