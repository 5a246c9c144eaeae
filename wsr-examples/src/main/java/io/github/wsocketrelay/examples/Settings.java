package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.UnusableFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Gives the options and arguments that are not on the command line what the environment has for
 * them, or else a file. Remembers where each came from, for errors to name it.
 */
final class Settings implements IDefaultValueProvider {
  private static final String CONFIG = "config";
  private static final String SERVER_ID = "server-id";

  /** They are asked for once, and mean nothing at the next start. */
  private static final Set<String> NO_SETTINGS = Set.of(CONFIG, "limits", "check");

  /** What has no option may still be given by the environment, which passes the file. */
  private static final Map<String, String> PASSED_BY =
      Map.of("token-file", Secrets.TOKEN_VARIABLE, "ask-token", Secrets.TOKEN_VARIABLE);

  /** Where a value comes from; the first counts most. */
  private enum Place {
    COMMAND_LINE,
    ENVIRONMENT,
    FILE,
    NOWHERE
  }

  /** What was found outside the command line, and where. */
  private record Given(Place place, String value, String origin) {}

  private final Map<String, String> environment;
  private final Path directory;
  private final Map<ArgSpec, Given> given = new LinkedHashMap<>();
  private @Nullable SettingsFile file;
  private @Nullable ArgSpec current;

  Settings(Map<String, String> environment, Path directory) {
    this.environment = environment;
    this.directory = directory;
  }

  /** Those of this process and its user. */
  static Settings ofProcess() {
    return new Settings(System.getenv(), UserDirectory.CONFIGURATION.ofUser());
  }

  /** Those of a command line, if it has any. */
  static Optional<Settings> of(CommandLine line) {
    return line.getDefaultValueProvider() instanceof Settings settings
        ? Optional.of(settings)
        : Optional.empty();
  }

  /** The key of each option and argument that can be set, in the order of the help. */
  static Map<String, ArgSpec> keys(CommandSpec command) {
    return Stream.<ArgSpec>concat(
            command.positionalParameters().stream(), command.options().stream())
        .filter(argument -> !argument.hidden() && key(argument) != null)
        .collect(
            Collectors.toMap(
                argument -> String.valueOf(key(argument)),
                argument -> argument,
                (one, other) -> one,
                LinkedHashMap::new));
  }

  /** The environment variable of a key. */
  static String variable(String key) {
    return "WSR_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static @Nullable String key(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return argument.descriptionKey();
    }
    String name = option.longestName().substring(2);
    return option.usageHelp() || option.versionHelp() || NO_SETTINGS.contains(name) ? null : name;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) throws ParameterException {
    CommandLine line = argument.command().commandLine();
    if (line.getParseResult() == null
        || line.isUsageHelpRequested()
        || line.isVersionHelpRequested()) {
      return shown(argument);
    }
    current = argument;
    String key = key(argument);
    return key == null || argument.hidden() ? null : found(key, argument, line);
  }

  /** Shows a duration's default in the help as it is typed, {@code 5m} and not {@code PT5M}. */
  private static @Nullable String shown(ArgSpec argument) {
    return argument.initialValue() instanceof Duration initial
        ? DurationConverter.text(initial)
        : null;
  }

  private @Nullable String found(String key, ArgSpec argument, CommandLine line) {
    SettingsFile settings = file(line);
    Given found = outside(key, settings);
    if (found == null
        || (found.place() == Place.FILE && isPassed(key))
        || isOverruled(argument, found.place(), line, settings)) {
      return null;
    }
    given.put(argument, found);
    return found.value().replace("$", "$$"); // picocli would take ${...} for a variable of its own
  }

  private @Nullable Given outside(String key, SettingsFile settings) {
    String variable = variable(key);
    String value = environment.getOrDefault(variable, "").strip();
    if (!value.isEmpty()) {
      return new Given(Place.ENVIRONMENT, value, variable + " in the environment");
    }
    SettingsFile.Entry entry = settings.entries().get(key);
    return entry == null || entry.value().isEmpty()
        ? null
        : new Given(
            Place.FILE,
            entry.value(),
            "%s in %s, line %d".formatted(key, settings.path(), entry.line()));
  }

  /** Whether something that excludes it is given where it counts more. */
  private boolean isOverruled(
      ArgSpec argument, Place place, CommandLine line, SettingsFile settings) {
    return keys(line.getCommandSpec()).values().stream()
        .filter(other -> excludes(other, argument) || excludes(argument, other))
        .anyMatch(rival -> placeOfRival(rival, line, settings).compareTo(place) < 0);
  }

  private static boolean excludes(ArgSpec one, ArgSpec other) {
    return Values.annotation(one, Excludes.class)
        .filter(excluded -> List.of(excluded.value()).contains(key(other)))
        .isPresent();
  }

  /** A flag that is taken back rivals nothing. */
  private Place placeOfRival(ArgSpec rival, CommandLine line, SettingsFile settings) {
    if (isTyped(rival, line.getParseResult())) {
      return Boolean.FALSE.equals(rival.getValue()) ? Place.NOWHERE : Place.COMMAND_LINE;
    }
    Given found = outside(String.valueOf(key(rival)), settings);
    return found == null || "false".equalsIgnoreCase(found.value()) ? Place.NOWHERE : found.place();
  }

  private static boolean isTyped(ArgSpec argument, ParseResult parsed) {
    return argument instanceof OptionSpec option
        ? parsed.hasMatchedOption(option)
        : parsed.matchedPositionals().contains(argument);
  }

  /** Whether a flag is on outside the command line, as far as that can be read. */
  boolean isOn(String option, CommandLine line) {
    ArgSpec flag = line.getCommandSpec().findOption(option);
    try {
      return Boolean.parseBoolean(found(option.substring(2), flag, line));
    } catch (ParameterException e) {
      return false;
    }
  }

  private boolean isPassed(String key) {
    String passing = PASSED_BY.get(key);
    return passing != null && !environment.getOrDefault(passing, "").isBlank();
  }

  private SettingsFile file(CommandLine line) {
    Optional<Path> named = named(line);
    Path path = named.orElseGet(() -> directory.resolve(line.getCommandName() + ".properties"));
    SettingsFile known = file;
    if (known == null || !known.path().equals(path)) {
      known = read(path, named.isPresent(), line);
      file = known;
    }
    return known;
  }

  private Optional<Path> named(CommandLine line) {
    OptionSpec option = line.getCommandSpec().findOption("--" + CONFIG);
    Path given = option == null ? null : option.getValue();
    if (given != null) {
      return Optional.of(given);
    }
    String variable = environment.getOrDefault(variable(CONFIG), "");
    return variable.isBlank() ? Optional.empty() : Optional.of(Path.of(variable.strip()));
  }

  private static SettingsFile read(Path path, boolean isNamed, CommandLine line) {
    // Not Files.notExists: below a folder that nobody may search, that is false too.
    if (!isNamed && !Files.exists(path)) {
      return SettingsFile.empty(path);
    }
    try {
      SettingsFile file = SettingsFile.read(path);
      requireKnown(file, keys(line.getCommandSpec()).keySet());
      return file;
    } catch (IOException e) {
      throw new WrongValueException(
          line,
          namer(isNamed, line) + ": " + UnusableFileException.unreadable(path, e).getMessage(),
          e);
    } catch (IllegalArgumentException e) {
      throw new WrongValueException(line, "the settings of " + e.getMessage(), e);
    }
  }

  /** What named the file of settings. */
  private static String namer(boolean isNamed, CommandLine line) {
    if (!isNamed) {
      return "the settings file";
    }
    OptionSpec option = line.getCommandSpec().findOption("--" + CONFIG);
    return option != null && option.getValue() != null
        ? "--" + CONFIG
        : variable(CONFIG) + " in the environment";
  }

  private static void requireKnown(SettingsFile file, Collection<String> keys) {
    file.entries()
        .forEach(
            (key, entry) -> {
              if (!keys.contains(key)) {
                throw new IllegalArgumentException(
                    "%s, line %d: there is no '%s'%s"
                        .formatted(file.path(), entry.line(), key, NearestName.hint(key, keys)));
              }
            });
  }

  /** Where the value came from that picocli was working on, if not from the command line. */
  Optional<String> origin(ArgSpec argument) {
    return argument.equals(current)
        ? Optional.ofNullable(given.get(argument)).map(Given::origin)
        : Optional.empty();
  }

  /** Where a value came from, if not from a command line that is read to its end. */
  Optional<String> origin(ArgSpec argument, ParseResult parsed) {
    return isTyped(argument, parsed)
        ? Optional.empty()
        : Optional.ofNullable(given.get(argument)).map(Given::origin);
  }

  /**
   * What a message about a wrong value has to add: where those came from that it may be about.
   * Those that it names, by option, by the library's setter or by value; else all.
   */
  String originsFor(String message, ParseResult parsed) {
    Map<ArgSpec, Given> outside = new LinkedHashMap<>(given);
    outside.keySet().removeAll(parsed.matchedOptions());
    outside.keySet().removeAll(parsed.matchedPositionals());
    List<String> named =
        outside.entrySet().stream()
            .filter(entry -> isNamed(entry.getKey(), entry.getValue(), message))
            .map(entry -> entry.getValue().origin())
            .toList();
    List<String> all =
        named.isEmpty() ? outside.values().stream().map(Given::origin).toList() : named;
    return all.isEmpty() ? "" : "; given by " + String.join(", ", all);
  }

  private static boolean isNamed(ArgSpec argument, Given given, String message) {
    String key = String.valueOf(key(argument));
    return message.contains("--" + key)
        || message.toLowerCase(Locale.ROOT).contains(key.replace("-", ""))
        || message.contains("'" + given.value() + "'");
  }

  /** What a person should look at: a file with secrets that is open to all. */
  Optional<String> warning() {
    SettingsFile known = file;
    if (known == null
        || known.entries().entrySet().stream().noneMatch(Settings::isSecret)
        || !known.isReadableByAll()) {
      return Optional.empty();
    }
    return Optional.of(
        "all users of this machine can read the secrets in %s: chmod 600 it"
            .formatted(known.path()));
  }

  /** A server ID, alone or in an invitation, or the password of a proxy. */
  private static boolean isSecret(Map.Entry<String, SettingsFile.Entry> entry) {
    return switch (entry.getKey()) {
      case SERVER_ID -> true;
      case "relay", "proxy" -> entry.getValue().value().contains("@");
      default -> false;
    };
  }
}
