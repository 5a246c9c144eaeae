package io.github.wsocketrelay.tyrus.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DistinctPerMinuteTest {
  private static final int MOST_ADDRESSES = 8_192;

  private final ManualTicker ticker = new ManualTicker();
  private final DistinctPerMinute asked = new DistinctPerMinute(2, ticker);

  private boolean ask(String address, String thing) {
    return ask(asked, address, thing);
  }

  private static boolean ask(DistinctPerMinute asked, String address, String thing) {
    try {
      return asked.tryAsk(InetAddress.getByName(address), thing);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRepeatIsNoGuess() {
    for (int i = 0; i < 10; i++) {
      assertThat(ask("192.0.2.1", "a")).isTrue();
      assertThat(ask("192.0.2.1", "b")).isTrue();
    }
    assertThat(ask("192.0.2.1", "c")).isFalse();
    assertThat(ask("192.0.2.1", "a")).isTrue();
    assertThat(ask("192.0.2.2", "c")).isTrue();
  }

  @Test
  void whatIsAMinuteAgoCountsNoMore() {
    ask("192.0.2.1", "a");
    ask("192.0.2.1", "b");
    ticker.advance(Duration.ofMinutes(1).minusNanos(1));
    assertThat(ask("192.0.2.1", "c")).isFalse();
    ticker.advance(Duration.ofNanos(1));
    assertThat(ask("192.0.2.1", "c")).isTrue();
  }

  @Test
  void allAddressesOfASlash64AreOne() {
    ask("2001:db8::1", "a");
    ask("2001:db8::2", "b");
    assertThat(ask("2001:db8::3", "c")).isFalse();
    assertThat(ask("2001:db8:0:1::3", "c")).isTrue();
  }

  @Test
  void aLoopbackPeerMayAskForAnything() {
    for (int i = 0; i < 10; i++) {
      assertThat(ask("127.0.0.1", "" + i)).isTrue();
      assertThat(ask("::1", "" + i)).isTrue();
    }
    assertThat(asked.size()).isZero();
  }

  @Test
  void remembersThoseThatAskedLast() {
    for (int i = 0; i <= MOST_ADDRESSES; i++) {
      ask("10.0." + i / 256 + "." + i % 256, "a");
    }
    assertThat(asked.size()).isEqualTo(MOST_ADDRESSES);
  }

  @Test
  void remembersSoManyThingsInAllHoweverManyAnAddressMayAskFor() {
    DistinctPerMinute many = new DistinctPerMinute(1_000, ticker);
    for (int i = 0; i < 100; i++) {
      for (int thing = 0; thing < 1_000; thing++) {
        assertThat(ask(many, "10.0.0." + i, "" + thing)).isTrue();
      }
    }
    assertThat(many.things()).isBetween(80_000, 81_920);
    ticker.advance(Duration.ofMinutes(1));
    many.sweep();
    assertThat(many.things()).isZero();
  }

  @Test
  void aSweepForgetsWhatIsOver() {
    ask("192.0.2.1", "a");
    ticker.advance(Duration.ofSeconds(59));
    ask("192.0.2.2", "a");
    asked.sweep();
    assertThat(asked.size()).isEqualTo(2);
    ticker.advance(Duration.ofSeconds(1));
    asked.sweep();
    assertThat(asked.size()).isEqualTo(1);
  }
}
