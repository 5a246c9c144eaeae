package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/** What people read of the command lines is what those print. */
class CommandLinesDocTest {
  private static final Path DOC = Path.of("../docs/command-lines.md");
  private static final Path SOURCES = Path.of("src/main/java/io/github/wsocketrelay/examples");
  private static final Pattern EVENT =
      Pattern.compile("(?:Event\\.of|tell|server|flow|tunnel)\\(\\s*\"([a-z-]+)\"");
  private static final int WIDTH = 80;

  static Stream<Callable<Integer>> commands() {
    return Stream.of(
        new WsrServe(),
        new WsrExpose(),
        new WsrConnect(InputStream.nullInputStream()),
        new WsrDemo(),
        new WsrToken());
  }

  /** Elsewhere the help has other folders. */
  @ParameterizedTest
  @MethodSource("commands")
  @EnabledOnOs(OS.LINUX)
  void hasTheHelpOfEachCommandAsItIsPrinted(Callable<Integer> command) throws IOException {
    String name = CommandLines.of(command).getCommandName();
    String help = CommandRun.of(command, "--help").out();
    assertThat(Files.readString(DOC))
        .contains("<!-- %s --help -->\n\n```\n%s```\n".formatted(name, help));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpHasExamplesAndFitsATerminal(Callable<Integer> command) {
    String help = CommandRun.of(command, "--help").out();
    assertThat(help.lines()).allMatch(line -> line.length() <= WIDTH);
    assertThat(help).contains("Exit codes:");
    assertThat(help.substring(help.indexOf("Examples:")).lines()).hasSizeBetween(3, 5);
  }

  /** Without that picocli would let a flag turn off what a settings file turns on. */
  @ParameterizedTest
  @MethodSource("commands")
  void eachFlagThatCanBeSetHasAnOpposite(Callable<Integer> command) {
    assertThat(Settings.keys(CommandLines.of(command).getCommandSpec()).values())
        .filteredOn(argument -> argument.arity().max() == 0)
        .allSatisfy(
            flag -> {
              OptionSpec option = (OptionSpec) flag;
              assertThat(option.negatable()).as(option.longestName()).isTrue();
              assertThat(option.fallbackValue()).isEqualTo("true");
            });
  }

  @Test
  void listsEachEvent() throws IOException {
    String doc = Files.readString(DOC);
    List<String> names = eventNames();
    assertThat(names).hasSizeGreaterThan(20);
    assertThat(names).allSatisfy(name -> assertThat(doc).contains("\n| `" + name + "` | "));
  }

  @Test
  void namesEachArgumentsKeyAndVariable() throws IOException {
    String doc = Files.readString(DOC);
    assertThat(commands())
        .allSatisfy(
            command ->
                CommandLines.of(command)
                    .getCommandSpec()
                    .positionalParameters()
                    .forEach(
                        argument ->
                            assertThat(doc)
                                .contains(
                                    "| `%s` | `%s` |"
                                        .formatted(
                                            argument.descriptionKey(),
                                            Settings.variable(argument.descriptionKey())))));
  }

  private static List<String> eventNames() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      StringBuilder sources = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        sources.append(Files.readString(file));
      }
      return EVENT.matcher(sources).results().map(result -> result.group(1)).distinct().toList();
    }
  }
}
