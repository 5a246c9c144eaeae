package io.github.wsocketrelay.tyrus.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AcceptPaceTest {
  private static final class Table implements Descriptors {
    long open;
    long most = 1_000;
    int looks;
    int questions;

    @Override
    public long open() {
      looks++;
      return open;
    }

    @Override
    public long most() {
      questions++;
      return most;
    }
  }

  private final ManualTicker ticker = new ManualTicker();
  private final Table table = new Table();
  private Limits<RelayLimit> limits = TestLimits.relay(ticker, Map.of());

  private AcceptPace pace(Map<RelayLimit, Long> values) {
    limits = TestLimits.relay(ticker, values);
    return new AcceptPace(limits, ticker, table);
  }

  private long hits(RelayLimit limit) {
    return Objects.requireNonNull(limits.hits().get(limit));
  }

  private static int accepts(AcceptPace pace, int most) {
    int count = 0;
    while (count < most && pace.nanosToPause() == 0) {
      count++;
    }
    return count;
  }

  @Test
  void pausesAfterABurstUntilSomeMoreMayCome() {
    AcceptPace pace =
        pace(Map.of(RelayLimit.ACCEPTS_PER_SECOND, 100L, RelayLimit.ACCEPT_BURST, 50L));
    assertThat(accepts(pace, 1_000)).isEqualTo(50);
    assertThat(hits(RelayLimit.ACCEPTS_PER_SECOND)).isEqualTo(1);
    assertThat(pace.nanosToPause()).isEqualTo(Duration.ofMillis(80).toNanos());
    ticker.advance(Duration.ofMillis(80));
    assertThat(accepts(pace, 1_000)).isEqualTo(8);
  }

  @Test
  void aBurstOfOneIsPossible() {
    AcceptPace pace = pace(Map.of(RelayLimit.ACCEPTS_PER_SECOND, 1L, RelayLimit.ACCEPT_BURST, 1L));
    assertThat(accepts(pace, 10)).isEqualTo(1);
    assertThat(pace.nanosToPause()).isEqualTo(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void pausesWhenDescriptorsRunShortAndGoesOnWhenThereAreSomeMore() {
    table.open = 850;
    AcceptPace pace = pace(Map.of());
    assertThat(pace.nanosToPause()).isEqualTo(Duration.ofSeconds(1).toNanos());
    table.open = 800;
    ticker.advance(Duration.ofSeconds(1));
    assertThat(pace.nanosToPause()).isPositive();
    table.open = 799;
    ticker.advance(Duration.ofSeconds(1));
    assertThat(pace.nanosToPause()).isZero();
    assertThat(hits(RelayLimit.DESCRIPTOR_PERCENT)).isEqualTo(2);
  }

  @Test
  void looksAtDescriptorsTheMoreOftenTheFewerThereAre() {
    AcceptPace pace = pace(Map.of());
    accepts(pace, 400);
    assertThat(table.looks).isEqualTo(1);
    assertThat(table.questions).isEqualTo(1);
    table.open = 830;
    accepts(pace, 25 + 30);
    assertThat(table.looks).isBetween(3, 5);
  }

  @Test
  void isNeverFarOverTheShareHoweverFastTheyCome() {
    AcceptPace pace = pace(Map.of(RelayLimit.ACCEPT_BURST, 100_000L));
    while (pace.nanosToPause() == 0) {
      table.open++;
    }
    assertThat(table.open).isBetween(850L, 858L);
  }

  @Test
  void acceptsWhereNobodyKnowsHowManyDescriptorsThereAre() {
    table.most = 0;
    table.open = 1;
    assertThat(accepts(pace(Map.of()), 100)).isEqualTo(100);
    assertThat(table.looks).isZero();
  }
}
