package io.github.wsocketrelay.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes what zsh completes a command with, options with their descriptions. */
final class ZshCompletion {
  private ZshCompletion() {}

  static String of(CommandSpec command) {
    StringJoiner words = new StringJoiner(" \\\n  ", "_arguments -S \\\n  ", "\n");
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        words.add(option(option));
      }
    }
    command.positionalParameters().forEach(argument -> words.add(quoted(argument(argument))));
    return "#compdef " + command.name() + "\n" + words;
  }

  private static String option(OptionSpec option) {
    List<String> names = List.of(option.names());
    String value = option.arity().max() == 0 ? "" : ":" + value(option);
    String description = "[" + escaped(String.join(" ", option.description())) + "]";
    String repeated = option.isMultiValue() ? "*" : "";
    if (names.size() == 1) {
      return quoted(repeated + names.get(0) + (value.isEmpty() ? "" : "=") + description + value);
    }
    return quoted("(" + String.join(" ", names) + ")")
        + "{"
        + String.join(",", names)
        + "}"
        + quoted(description + value);
  }

  private static String argument(ArgSpec argument) {
    return (argument.arity().min() == 0 ? "::" : ":") + value(argument);
  }

  private static String value(ArgSpec argument) {
    String label = argument.paramLabel().replaceAll("[<>\\[\\]]", "");
    return escaped(label) + ":" + (argument.type() == Path.class ? "_files" : " ");
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\\\:\\[\\]]", "\\\\$0");
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
