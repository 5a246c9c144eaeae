package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every option of every command, with wrong values. */
class ValuesTest {
  private static final List<String> JAVAS_WORDS =
      List.of("int ", "long ", "boolean", "option '", "parameter", "java", "Exception", "PT", "[");

  static Stream<Callable<Integer>> commands() {
    return Stream.of(
        new WsrServe(),
        new WsrExpose(),
        new WsrConnect(InputStream.nullInputStream()),
        new WsrToken(),
        new WsrDemo());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyNumberAndTimeHasARange(Callable<Integer> command) {
    for (OptionSpec option : new CommandLine(command).getCommandSpec().options()) {
      if (isOf(option, Integer.class, int.class, Duration.class) && !isPort(option)) {
        assertThat(Values.annotation(option, Between.class)).as(option.longestName()).isPresent();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyWrongValueIsNamedInPlainWords(Callable<Integer> command) {
    for (OptionSpec option : new CommandLine(command).getCommandSpec().options()) {
      if (isOf(option, Integer.class, int.class, Duration.class, boolean.class)
          && !option.usageHelp()
          && !option.versionHelp()) {
        String name = option.longestName();
        for (String wrong : List.of("x1", "-7", "99999999999")) {
          String typed = name + "=" + wrong;
          CommandRun run =
              command instanceof WsrToken
                  ? CommandRun.of(command, "no-such-folder/tokens.txt", typed)
                  : CommandRun.of(command, typed);
          run.isUsageError(name + ": '" + wrong + "' is n").isUsageError(": write ");
          assertThat(run.err()).doesNotContain(JAVAS_WORDS);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionWithoutAValueIsShownWithOne(Callable<Integer> command) {
    for (OptionSpec option : new CommandLine(command).getCommandSpec().options()) {
      if (option.arity().max() > 0) {
        String name = option.longestName();
        CommandRun.of(command, name)
            .isUsageError(name + " has no value: write it as " + name + "=" + option.paramLabel());
      }
    }
  }

  private static boolean isPort(ArgSpec argument) {
    return argument.converters().length > 0;
  }

  private static boolean isOf(ArgSpec argument, Class<?>... types) {
    return List.of(types).contains(argument.type());
  }
}
