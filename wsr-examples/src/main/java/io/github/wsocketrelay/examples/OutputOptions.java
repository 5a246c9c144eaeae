package io.github.wsocketrelay.examples;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** In what form the three roles print what happens. */
@Command(optionListHeading = "%nOutput:%n")
final class OutputOptions {
  private static final String JSON = "--json";

  @Option(
      names = {"-q", "--quiet"},
      negatable = true,
      fallbackValue = "true",
      description = "Print only the result of the start, warnings and errors.")
  @Excludes({"json", "verbose"})
  private boolean quiet;

  @Option(
      names = JSON,
      negatable = true,
      fallbackValue = "true",
      description =
          "Print one JSON object on each line of standard output for each event, and nothing else"
              + " there.")
  private boolean json;

  Screen.Mode mode(boolean verbose) {
    if (quiet && (json || verbose)) {
      throw new IllegalArgumentException(
          "--quiet clashes with %s: leave one of them out".formatted(json ? JSON : "--verbose"));
    }
    return json ? Screen.Mode.JSON : quiet ? Screen.Mode.QUIET : Screen.Mode.TEXT;
  }

  /** Whether events are asked for, also where parsing failed before that was reached. */
  static boolean isJson(CommandLine line, String... arguments) {
    List<String> typed = List.of(arguments);
    return line.getMixins().values().stream()
        .anyMatch(
            mixin ->
                mixin instanceof OutputOptions output
                    && (output.json
                        || typed.contains(JSON)
                        || (!typed.contains("--no-json")
                            && Settings.of(line)
                                .filter(settings -> settings.isOn(JSON, line))
                                .isPresent())));
  }
}
