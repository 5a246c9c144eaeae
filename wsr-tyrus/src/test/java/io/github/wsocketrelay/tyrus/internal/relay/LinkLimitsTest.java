package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import io.github.wsocketrelay.tyrus.internal.link.MemoryBudget;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinkLimitsTest {
  private final ManualTicker ticker = new ManualTicker();
  private Limits<RelayLimit> limits = TestLimits.relay(ticker, Map.of());

  private LinkLimits link(Grant grant, @Nullable SharedRate server) {
    return new LinkLimits(
        limits,
        grant,
        server,
        new InetSocketAddress("192.0.2.1", 1),
        1,
        MemoryBudget.UNLIMITED,
        ticker);
  }

  private LinkLimits link() {
    return link(Grant.open(), null);
  }

  private static Grant granted(RelayLimit limit, long value) {
    return Grant.of(Map.of(limit, value), () -> true, () -> true, () -> {});
  }

  @Test
  void anAnswerThatIsDueCountsNot() {
    LinkLimits link = link();
    link.owedFlowAnswers(5_000);
    for (int i = 0; i < 5_000 + 2_200; i++) {
      assertThat(link.admitsFlowMessage()).isTrue();
    }
    assertThat(link.admitsFlowMessage()).isFalse();
    assertThat(link.admitsControl()).isTrue();
  }

  @Test
  void answersThatNeverComeDoNotAddUpForEver() {
    LinkLimits link = link();
    for (int i = 0; i < 1_000_000; i++) {
      link.owedFlowAnswers(1);
    }
    for (int i = 0; i < LinkLimits.MOST_FLOW_ANSWERS + 2_200; i++) {
      assertThat(link.admitsFlowMessage()).isTrue();
    }
    assertThat(link.admitsFlowMessage()).isFalse();
  }

  @Test
  void aDatagramThatIsDroppedForItsBytesTakesNoPlaceOfAnother() {
    Grant both =
        Grant.of(
            Map.of(
                RelayLimit.LINK_DATAGRAMS_PER_SECOND, 3L, RelayLimit.LINK_BYTES_PER_SECOND, 1_000L),
            () -> true,
            () -> true,
            () -> {});
    LinkLimits link = link(both, null);
    assertThat(link.admitsDatagram(65_000)).isTrue();
    for (int i = 0; i < 10; i++) {
      assertThat(link.admitsDatagram(1_000)).isFalse();
    }
    assertThat(link.admitsDatagram(100)).isTrue();
    assertThat(link.admitsDatagram(100)).isTrue();
    assertThat(link.admitsDatagram(0)).isFalse();
    assertThat(limits.hits())
        .containsEntry(RelayLimit.LINK_BYTES_PER_SECOND, 10L)
        .containsEntry(RelayLimit.LINK_DATAGRAMS_PER_SECOND, 1L);
  }

  @Test
  void aDatagramThatItsServerMayNotCarryTakesNothingOfItsLink() {
    limits =
        TestLimits.relay(
            ticker,
            Map.of(
                RelayLimit.SERVER_DATAGRAMS_PER_SECOND, 5L,
                RelayLimit.SERVER_BYTES_PER_SECOND, 1_000L));
    LinkLimits link =
        link(
            granted(RelayLimit.LINK_DATAGRAMS_PER_SECOND, 3),
            new SharedRates(limits, ticker).join("a"));
    assertThat(link.admitsDatagram(65_000)).isTrue();
    for (int i = 0; i < 10; i++) {
      assertThat(link.admitsDatagram(1_000)).isFalse();
    }
    assertThat(link.admitsDatagram(100)).isTrue();
    assertThat(link.admitsDatagram(100)).isTrue();
    assertThat(link.admitsDatagram(0)).isFalse();
  }

  @Test
  void flowMessagesHaveABucketOfTheirOwn() {
    LinkLimits link = link();
    for (int i = 0; i < 2_200; i++) {
      assertThat(link.admitsFlowMessage()).isTrue();
    }
    assertThat(link.admitsFlowMessage()).isFalse();
    assertThat(link.admitsControl()).isTrue();
    assertThat(limits.hits()).containsEntry(RelayLimit.FLOW_MESSAGES_PER_SECOND, 1L);
  }

  @Test
  void aGrantSetsLimitsOfItsLink() {
    LinkLimits link = link(granted(RelayLimit.LINK_DATAGRAMS_PER_SECOND, 2), null);
    assertThat(link.admitsDatagram(10)).isTrue();
    assertThat(link.admitsDatagram(10)).isTrue();
    assertThat(link.admitsDatagram(10)).isFalse();
    ticker.advance(Duration.ofMillis(500));
    assertThat(link.admitsDatagram(10)).isTrue();
    assertThat(link().admitsDatagram(10)).isTrue();
    assertThat(limits.hits()).containsEntry(RelayLimit.LINK_DATAGRAMS_PER_SECOND, 1L);
    LinkLimits small = link(granted(RelayLimit.MESSAGE_BYTES, 1_500), null);
    assertThat(small.admitsMessage(1_500)).isTrue();
    assertThat(small.admitsMessage(1_501)).isFalse();
    assertThat(link().admitsMessage(66_000)).isTrue();
    assertThat(limits.hits()).containsEntry(RelayLimit.MESSAGE_BYTES, 1L);
  }

  @Test
  void theLargestDatagramPassesHoweverLowTheRate() {
    LinkLimits link = link(granted(RelayLimit.LINK_BYTES_PER_SECOND, 1_000), null);
    assertThat(link.admitsDatagram(65_507)).isTrue();
    assertThat(link.admitsDatagram(1)).isFalse();
    assertThat(limits.hits()).containsEntry(RelayLimit.LINK_BYTES_PER_SECOND, 1L);
  }

  @Test
  void theLinksOfAServerShareItsRateUntilTheLastIsGone() {
    limits = TestLimits.relay(ticker, Map.of(RelayLimit.SERVER_DATAGRAMS_PER_SECOND, 2L));
    SharedRates rates = new SharedRates(limits, ticker);
    LinkLimits one = link(Grant.open(), rates.join("a"));
    LinkLimits two = link(Grant.open(), rates.join("a"));
    LinkLimits other = link(Grant.open(), rates.join("b"));
    assertThat(one.admitsDatagram(1)).isTrue();
    assertThat(two.admitsDatagram(1)).isTrue();
    assertThat(one.admitsDatagram(1)).isFalse();
    assertThat(two.admitsDatagram(1)).isFalse();
    assertThat(other.admitsDatagram(1)).isTrue();
    assertThat(limits.hits()).containsEntry(RelayLimit.SERVER_DATAGRAMS_PER_SECOND, 2L);
    rates.leave("a");
    assertThat(link(Grant.open(), rates.join("a")).admitsDatagram(1)).isFalse();
    rates.leave("a");
    rates.leave("a");
    assertThat(link(Grant.open(), rates.join("a")).admitsDatagram(1)).isTrue();
  }

  @Test
  void theBytesOfAServerAreLimitedToo() {
    limits = TestLimits.relay(ticker, Map.of(RelayLimit.SERVER_BYTES_PER_SECOND, 1_000L));
    LinkLimits link = link(Grant.open(), new SharedRates(limits, ticker).join("a"));
    assertThat(link.admitsDatagram(65_507)).isTrue();
    assertThat(link.admitsDatagram(1)).isFalse();
    assertThat(limits.hits()).containsEntry(RelayLimit.SERVER_BYTES_PER_SECOND, 1L);
  }

  @Test
  void noRateIsKeptWhereNoneIsLimited() {
    assertThat(new SharedRates(limits, ticker).join("a")).isNull();
  }
}
