package io.github.wsocketrelay.tyrus.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLimitTest {
  private final ManualTicker ticker = new ManualTicker();
  private final Lines lines = new Lines();
  private final LogLimit limit = new LogLimit(lines, ticker);

  private void log(String key) {
    limit.log(Level.DEBUG, key, "line of " + key);
  }

  @Test
  void letsOneLineOfAKeyThroughEachHalfMinute() {
    log("a");
    ticker.advance(Duration.ofSeconds(30).minusNanos(1));
    log("a");
    assertThat(lines.logged).containsExactly("line of a");

    ticker.advance(Duration.ofNanos(1));
    log("a");
    assertThat(lines.logged).hasSize(2);
  }

  @Test
  void aKeyDoesNotSilenceAnother() {
    log("a");
    log("b");
    assertThat(lines.logged).containsExactly("line of a", "line of b");
  }

  @Test
  void theNextLineSaysOnceHowManyWereLeftOut() {
    for (int i = 0; i < 8; i++) {
      log("a");
    }
    log("b");
    log("c");
    assertThat(lines.logged)
        .containsExactly(
            "line of a", "line of b (7 lines were left out before this one)", "line of c");
  }

  @Test
  void aStrangerWithManyAddressesTakesNoMoreLinesAndNoMoreMemory() {
    for (int i = 0; i < 100_000; i++) {
      log("address " + i);
    }
    assertThat(lines.logged).hasSize(LogLimit.MOST_KEYS);

    ticker.advance(LogLimit.SILENCE);
    log("address 1");
    assertThat(lines.logged).last().asString().contains("99744 lines were left out");
  }

  @Test
  void whatNobodySeesIsNotCounted() {
    lines.least = Level.INFO;
    log("a");
    log("a");
    lines.least = Level.DEBUG;
    log("a");
    assertThat(lines.logged).containsExactly("line of a");
  }

  @Test
  void aLineIsNoPattern() {
    limit.log(Level.DEBUG, "a", "{0} '{'");
    assertThat(lines.logged).containsExactly("{0} '{'");
  }

  /** Fails where a pattern would be filled in. */
  private static final class Lines implements System.Logger {
    private final List<String> logged = new ArrayList<>();
    private Level least = Level.ALL;

    @Override
    public String getName() {
      return "lines";
    }

    @Override
    public boolean isLoggable(Level level) {
      return level.getSeverity() >= least.getSeverity();
    }

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, String text, @Nullable Throwable thrown) {
      logged.add(text);
    }

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, String format, Object... parameters) {
      throw new AssertionError("a line of strangers as a pattern");
    }
  }
}
