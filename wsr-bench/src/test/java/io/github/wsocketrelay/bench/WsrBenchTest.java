package io.github.wsocketrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WsrBenchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --players 0          | --players: '0' is no whole number from 1 to 200
          --players 201        | --players: '201' is no whole number from 1 to 200
          --hz 1001            | --hz: '1001' is no whole number from 1 to 1000
          --seconds 0          | --seconds: '0' is no whole number from 1 to 3600
          --warmup -1          | --warmup: '-1' is no whole number from 0 to 3600
          --size 23            | --size must be between 24 and 65507, not 23
          --size 24-65508      | --size must be between 24 and 65507, not 65508
          --size 512-64        | --size: 512-64 is the wrong way round; write the smaller number first
          --size big           | --size: 'big' is no size; write a number of bytes, 100, or a range
          --only game,gmae     | --only: there is no scenario 'gmae'; there are game, throughput,
          --only stall --hz 20 | --players, --hz and --size are for the scenario game: leave them out
          --connectors 10      | --connectors, --exposers and --rate are for the scenario scale
          --scale --connectors 0 | --connectors: '0' is no whole number from 1 to 10000
          --scale --connectors 5 --exposers 6 | --exposers must be between 1 and 5, not 6
          --scale --rate 0     | --rate: '0' is no whole number from 1 to 1000
          --cold --warmup 3    | --warmup 3 clashes with --cold: leave one of them out
          --cold --only stall  | --cold measures the first game after the start, nothing else
          --cold --rate 20     | leave out --only, --scale and the options for scale
          ftp://relay.example  | ftp
          a b                  | too many arguments
          """)
  void namesWhatIsWrongWithAnArgument(String arguments, String message) {
    BenchRun.of(arguments.split(" ")).isUsageError(message);
  }

  @Test
  void helpTellsOfEveryOptionForPeople() {
    assertThat(BenchRun.of("--help").out())
        .contains("--only", "--players", "--scale", "--cold", "--json")
        .doesNotContain(WsrBench.STALLED_PLAYER);
  }
}
