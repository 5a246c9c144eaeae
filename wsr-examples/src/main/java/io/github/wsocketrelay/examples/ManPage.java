package io.github.wsocketrelay.examples;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Writes a command's help as a page of the manual, in the macros of man(7). */
final class ManPage {
  /** The paths are those of the systems that have man. */
  private static final String SYSTEM = "Linux";

  private static final int WIDTH = 76;

  private final StringBuilder page = new StringBuilder();
  private final CommandSpec command;
  private final UsageMessageSpec usage;

  private ManPage(CommandSpec command) {
    this.command = command;
    this.usage = command.usageMessage();
  }

  /**
   * The page of a command.
   *
   * @param version of the whole distribution
   * @param date of the version, as 2027-01-31
   * @param commands all that the distribution has
   */
  static String of(CommandSpec command, String version, String date, List<String> commands) {
    return new ManPage(command).text(version, date, commands);
  }

  private String text(String version, String date, List<String> commands) {
    String name = command.name();
    line(
        ".TH %s 1 \"%s\" \"WSocketRelay %s\" \"WSocketRelay\""
            .formatted(name.toUpperCase(Locale.ROOT), date, version));
    section("NAME");
    prose(name + " - " + uncapitalised(usage.description()[0]));
    section("SYNOPSIS");
    line(".nf");
    Stream.of(usage.customSynopsis()).forEach(synopsis -> verbatim(synopsis.strip()));
    line(".fi");
    section("DESCRIPTION");
    Stream.of(usage.description())
        .forEach(
            paragraph -> {
              if (paragraph.isEmpty()) {
                line(".PP");
              } else {
                prose(paragraph);
              }
            });
    arguments();
    options();
    settings();
    section("EXIT STATUS");
    usage.exitCodeList().forEach(this::item);
    section("EXAMPLES");
    line(".nf");
    Stream.of(usage.footer()).forEach(example -> verbatim(example.strip()));
    line(".fi");
    section("SEE ALSO");
    StringJoiner others = new StringJoiner(",\n");
    commands.stream()
        .filter(other -> !other.equals(name))
        .forEach(other -> others.add(".BR " + other + " (1)"));
    line(others.toString().replace(",\n", " ,\n"));
    return page.toString();
  }

  private void arguments() {
    if (!command.positionalParameters().isEmpty()) {
      section("ARGUMENTS");
      command
          .positionalParameters()
          .forEach(argument -> item(argument.paramLabel(), description(argument)));
    }
  }

  private void options() {
    section("OPTIONS");
    HelpSections.byHeading(command)
        .forEach(
            (heading, options) -> {
              line(".SS " + escaped(heading.replace("%n", "").replace(":", "")));
              options.forEach(option -> item(names(option), description(option)));
            });
  }

  private static String names(OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
    return String.join(", ", option.names()) + value;
  }

  private void settings() {
    SettingsHelp settings = SettingsHelp.of(command, SYSTEM);
    section("ENVIRONMENT");
    prose(settings.text());
    Settings.keys(command)
        .forEach((key, argument) -> item(Settings.variable(key), "For " + label(argument) + "."));
    settings.variables().forEach(this::item);
    section("FILES");
    settings.files().forEach(this::item);
  }

  private static String label(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String description(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  private void section(String title) {
    line(".SH " + title);
  }

  private void item(String term, String text) {
    line(".TP");
    line("\\fB" + escaped(term) + "\\fR");
    prose(text);
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  private void verbatim(String text) {
    line(guarded(escaped(text)));
  }

  private void prose(String text) {
    StringBuilder row = new StringBuilder();
    for (String word : escaped(text).split(" ", -1)) {
      if (row.length() > 0 && row.length() + 1 + word.length() > WIDTH) {
        line(guarded(row.toString()));
        row.setLength(0);
      }
      row.append(row.length() == 0 ? "" : " ").append(word);
    }
    line(guarded(row.toString()));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }

  /** A line that began with a dot or an apostrophe would be a macro. */
  private static String guarded(String line) {
    return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
  }

  private static String uncapitalised(String sentence) {
    String text = sentence.replaceFirst("\\.$", "");
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
