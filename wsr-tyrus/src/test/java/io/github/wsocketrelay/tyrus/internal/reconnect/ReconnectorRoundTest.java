package io.github.wsocketrelay.tyrus.internal.reconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.ReconnectPolicy;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.WsrException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a side that has lost its link goes through several relays. */
final class ReconnectorRoundTest {
  private static final Duration MOMENT = Duration.ofMillis(10);
  private static final URI A = URI.create("ws://a");
  private static final URI B = URI.create("ws://b");
  private static final URI C = URI.create("ws://c");

  private static TestSide lost(List<URI> relays, Duration waitForRelay) {
    TestSide side = new TestSide(relays, ReconnectPolicy.FOR_EVER, waitForRelay);
    side.reconnector.start();
    side.last().answer();
    side.last().lose();
    side.advance(Duration.ofMillis(500));
    side.heard();
    return side;
  }

  private static List<String> hosts(TestSide side) {
    return side.dials.stream().skip(1).map(dial -> dial.uri.getHost()).toList();
  }

  private static WsrException busy(Duration retryAfter) {
    return new RelayUnreachableException("503", null, retryAfter);
  }

  @Test
  void triesTheNextRelayAtOnceAndWaitsAfterTheLast() {
    TestSide side = lost(List.of(A, B, C), Duration.ZERO);
    for (int i = 0; i < 3; i++) {
      side.last().fail();
      side.advance(MOMENT);
    }

    assertThat(hosts(side)).containsExactly("a", "b", "c");
    assertThat(side.heard())
        .containsExactly("failed 1, next in 0", "failed 2, next in 0", "failed 3, next in 1000");
    side.advance(Duration.ofSeconds(1));
    assertThat(hosts(side)).containsExactly("a", "b", "c", "a");
  }

  @Test
  void triesItsOwnRelayAsOftenAsIfItWereTheOnlyOne() {
    TestSide side = lost(List.of(A, B, C), Duration.ZERO);
    for (int i = 0; i < 1_000; i++) {
      side.advance(MOMENT);
      if (!side.last().future.isDone()) {
        side.last().fail();
      }
    }

    assertThat(hosts(side)).filteredOn("a"::equals).hasSizeBetween(9, 11);
  }

  @Test
  void givesEachRelayOfARoundThatHangsItsPatience() {
    TestSide side = lost(List.of(A, B, C), Duration.ZERO);
    side.advance(Reconnector.PATIENCE);
    side.advance(MOMENT);
    assertThat(hosts(side)).containsExactly("a", "b");
    side.last().fail();
    side.advance(MOMENT);

    assertThat(hosts(side)).as("a still hangs, b has failed").containsExactly("a", "b", "c");
    assertThat(side.dials).noneMatch(TestSide.Dial::isGivenUp);
  }

  @Test
  void anAttemptThatHangsDoesNotDelayTheNextAfterOneThatFails() {
    TestSide side = lost(List.of(A), Duration.ZERO);
    side.advance(Reconnector.PATIENCE);
    side.last().fail();
    side.advance(Duration.ofSeconds(1));

    assertThat(hosts(side)).containsExactly("a", "a", "a");
  }

  @Test
  void aStartThatTriesEachRelayOnceWaitsForTheOneThatHangs() {
    TestSide side = new TestSide(List.of(A, B), ReconnectPolicy.FOR_EVER, Duration.ZERO);
    side.reconnector.start();
    side.advance(Reconnector.PATIENCE);
    side.last().fail();
    side.advance(Duration.ofSeconds(5));

    assertThat(side.heard()).isEmpty();
    assertThat(side.dials).hasSize(2);
    side.dials.get(0).fail();
    assertThat(side.heard()).containsExactly("given up: LINK_LOST");
  }

  @Test
  void aLookAtAnotherRelayThatHangsDoesNotDelayTheReturn() {
    TestSide side = new TestSide(List.of(A, B), ReconnectPolicy.FOR_EVER, Duration.ZERO);
    side.reconnector.start();
    side.last().answer();
    side.reconnector.tryNextRelay();
    side.advance(Duration.ofSeconds(2));
    side.dials.get(0).lose();
    side.advance(Duration.ofMillis(1_010));

    assertThat(hosts(side)).containsExactly("b", "a");
  }

  @Test
  void isNotKeptFromOneRelayByWhatAnotherHasTold() {
    TestSide side = lost(List.of(A, B), Duration.ZERO);
    side.last().fail(busy(Duration.ofHours(1)));
    side.advance(MOMENT);
    assertThat(hosts(side)).containsExactly("a", "b");
    side.last().fail();

    assertThat(side.heard()).last().isEqualTo("failed 2, next in 1000");
  }

  @Test
  void waitsForTheRelayThatWantsToBeAskedFirstWhenAllAreBusy() {
    TestSide side = lost(List.of(A, B), Duration.ZERO);
    side.last().fail(busy(Duration.ofSeconds(20)));
    side.advance(MOMENT);
    side.last().fail(busy(Duration.ofSeconds(40)));

    assertThat(side.heard()).last().isEqualTo("failed 2, next in 20000");
  }

  @Test
  void goesThroughTheRelaysAtOnceAlsoWhileItWaitsForTheFirstLink() {
    TestSide side = new TestSide(List.of(A, B), ReconnectPolicy.FOR_EVER, Duration.ofMinutes(5));
    side.reconnector.start();
    side.last().fail();
    side.advance(MOMENT);
    side.last().fail();

    assertThat(side.dials).hasSize(2);
    assertThat(side.heard()).containsExactly("failed 1, next in 0", "failed 2, next in 500");
  }
}
