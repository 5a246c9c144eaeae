package io.github.wsocketrelay.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Tells how a command's options are given without a command line.
 *
 * @param text for all of them
 * @param variables those of the environment that no option has, with what for
 * @param files where the command reads and writes, with what for
 */
record SettingsHelp(String text, Map<String, String> variables, Map<String, String> files) {

  static SettingsHelp of(CommandSpec command, String operatingSystem) {
    Map<String, ArgSpec> keys = Settings.keys(command);
    String separator = operatingSystem.startsWith("Windows") ? "\\" : "/";
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        UserDirectory.CONFIGURATION.usually(operatingSystem)
            + separator
            + command.name()
            + ".properties",
        "The settings file, if there is one. --config or WSR_CONFIG names another.");
    if (keys.containsKey("state-dir")) {
      files.put(
          UserDirectory.STATE.usually(operatingSystem),
          keys.containsKey("new-id")
              ? "The server IDs of this user's servers, with their keys."
              : "Which exposer was behind which server ID; no secrets.");
    }
    return new SettingsHelp(text(keys), variables(keys), files);
  }

  private static Map<String, String> variables(Map<String, ArgSpec> keys) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(Settings.variable("config"), "The settings file, in place of the usual one.");
    if (keys.containsKey("token-file")) {
      variables.put(Secrets.TOKEN_VARIABLE, "The access token itself.");
    }
    if (keys.containsKey("keystore")) {
      variables.put(Secrets.PASSWORD_VARIABLE, "The password of the keystore.");
    }
    variables.put("NO_COLOR", "If it is not empty, no colours are used.");
    return variables;
  }

  private static String text(Map<String, ArgSpec> keys) {
    StringBuilder text = new StringBuilder();
    String option = names(keys, argument -> argument.isOption() && !isFlag(argument)).get(0);
    text.append(
        "What is not on the command line is taken from the environment, --%s from %s, or else from the settings file, from a line %s = VALUE."
            .formatted(option, Settings.variable(option), option));
    List<String> arguments = names(keys, argument -> !argument.isOption());
    if (!arguments.isEmpty()) {
      text.append(
          " There the argument%s called %s."
              .formatted(arguments.size() == 1 ? " is" : "s are", String.join(", ", arguments)));
    }
    text.append(" Lists have commas.");
    List<String> flags = names(keys, SettingsHelp::isFlag);
    if (!flags.isEmpty()) {
      text.append(
          " Flags are true or false; --no-%s takes back what is true there."
              .formatted(flags.get(0)));
    }
    return text.toString();
  }

  private static boolean isFlag(ArgSpec argument) {
    return argument.arity().max() == 0;
  }

  private static List<String> names(Map<String, ArgSpec> keys, Predicate<ArgSpec> which) {
    return keys.entrySet().stream()
        .filter(entry -> which.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
