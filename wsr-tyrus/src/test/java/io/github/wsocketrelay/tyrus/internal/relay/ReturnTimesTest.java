package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.IntSummaryStatistics;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReturnTimesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1000", // always room for a relay that is restarted
    "200, 1000",
    "201, 1005",
    "1000, 5000",
    "2000, 10000",
    "2001, 10000",
    "2147483647, 10000"
  })
  void areSpreadOverATimeThatGrowsWithTheLinks(int links, int latestMillis) {
    ReturnTimes times = new ReturnTimes(links, new Random(1));
    IntSummaryStatistics seen =
        IntStream.range(0, 100_000).map(i -> times.nextMillis()).summaryStatistics();
    assertThat(seen.getMin()).isBetween(200, 202);
    assertThat(seen.getMax()).isBetween(latestMillis - 2, latestMillis);
  }
}
