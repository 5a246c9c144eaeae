package io.github.wsocketrelay.examples;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Orders a command's help: options under the headings of their mixins, then settings and files. */
final class HelpSections {
  private static final String SETTINGS = "settings";

  private HelpSections() {}

  static void applyTo(CommandLine line) {
    List<String> keys = new ArrayList<>(line.getHelpSectionKeys());
    keys.remove(SECTION_KEY_OPTION_LIST_HEADING);
    keys.add(keys.indexOf(SECTION_KEY_EXIT_CODE_LIST_HEADING), SETTINGS);
    line.setHelpSectionKeys(keys);
    Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>(line.getHelpSectionMap());
    sections.put(SECTION_KEY_OPTION_LIST, HelpSections::options);
    sections.put(SETTINGS, HelpSections::settings);
    line.setHelpSectionMap(sections);
    line.setNegatableOptionTransformer(new HiddenOpposites());
    line.setColorScheme(
        Help.defaultColorScheme(Terminal.ofProcess().coloursOut() ? Ansi.ON : Ansi.OFF));
  }

  /** The options of a command by the heading of where they are declared, its own first. */
  static Map<String, List<OptionSpec>> byHeading(CommandSpec command) {
    Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
    sections.put(command.usageMessage().optionListHeading(), new ArrayList<>());
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        sections.computeIfAbsent(heading(option, command), x -> new ArrayList<>()).add(option);
      }
    }
    sections.values().removeIf(List::isEmpty);
    return sections;
  }

  private static String heading(OptionSpec option, CommandSpec command) {
    return command.mixins().values().stream()
        .filter(mixin -> mixin.findOption(option.longestName()) != null)
        .findFirst()
        .map(mixin -> heading(option, mixin))
        .orElseGet(() -> command.usageMessage().optionListHeading());
  }

  private static String options(Help help) {
    StringBuilder text = new StringBuilder();
    byHeading(help.commandSpec())
        .forEach(
            (heading, options) ->
                text.append(help.createHeading(heading))
                    .append(help.optionListExcludingGroups(options)));
    return text.toString();
  }

  private static String settings(Help help) {
    SettingsHelp settings = SettingsHelp.of(help.commandSpec(), System.getProperty("os.name"));
    StringBuilder text = new StringBuilder();
    text.append(help.createHeading("%nEnvironment and settings file:%n"));
    append(settings.text(), help, text);
    text.append(help.createHeading("%nFiles:%n"));
    settings
        .files()
        .forEach(
            (file, what) ->
                append("  " + file + System.lineSeparator() + "      " + what, help, text));
    return text.toString();
  }

  private static void append(String text, Help help, StringBuilder to) {
    int width = help.commandSpec().usageMessage().width();
    Help.join(help.ansi(), width, true, new String[] {text.replace("%", "%%")}, to);
  }
}
