package io.github.wsocketrelay.tyrus.internal.reconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.ProtocolException;
import io.github.wsocketrelay.ReconnectPolicy;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import io.github.wsocketrelay.tyrus.internal.link.Health;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first link, and the choice among several relays. */
final class ReconnectorStartTest {
  private static final URI A = URI.create("ws://a");
  private static final URI B = URI.create("ws://b");
  private static final URI C = URI.create("ws://c");

  private static TestSide started(List<URI> relays, Duration waitForRelay) {
    TestSide side = new TestSide(relays, ReconnectPolicy.FOR_EVER, waitForRelay);
    side.reconnector.start();
    return side;
  }

  @Test
  void tellsThatThereIsALink() {
    TestSide side = started(List.of(A), Duration.ZERO);
    side.last().answer();

    assertThat(side.heard()).containsExactly("linked");
    assertThat(side.reconnector.relay()).isEqualTo(A);
  }

  @Test
  void failsAtTheFirstFailureUnlessToldToWait() {
    TestSide side = started(List.of(A), Duration.ZERO);
    side.last().fail();

    assertThat(side.heard()).containsExactly("given up: LINK_LOST");
    side.advance(Duration.ofMinutes(1));
    assertThat(side.dials).hasSize(1);
  }

  @Test
  void makesOneAttemptForAsLongAsTheStartMayTake() {
    TestSide side = started(List.of(A), Duration.ZERO);
    side.advance(Duration.ofMillis(14_990));
    assertThat(side.dials).hasSize(1);
    assertThat(side.heard()).isEmpty();
    side.advance(Duration.ofMillis(10));
    assertThat(side.heard()).containsExactly("given up: LINK_LOST");
  }

  @Test
  void waitsForTheRelayForAsLongAsTold() {
    TestSide side = started(List.of(A), Duration.ofSeconds(20));
    side.last().fail();
    assertThat(side.heard()).containsExactly("failed 1, next in 500");
    for (int i = 0; i < 40; i++) {
      side.advance(Duration.ofSeconds(1));
      if (!side.last().future.isDone()) {
        side.last().fail();
      }
    }
    assertThat(side.heard()).last().isEqualTo("given up: LINK_LOST");
    assertThat(side.dials).hasSizeBetween(18, 22);
  }

  @Test
  void aHandshakeThatSaysThatThisIsNoRelayEndsTheStartAtOnce() {
    TestSide side = started(List.of(A), Duration.ofMinutes(5));
    side.last().fail(new ProtocolException("HTTP 404", null));

    assertThat(side.heard()).containsExactly("given up: PROTOCOL_ERROR");
  }

  @Test
  void triesEachRelayOnceBeforeItFails() {
    TestSide side = started(List.of(A, B), Duration.ZERO);
    side.last().fail();
    side.advance(Duration.ofMillis(1));
    assertThat(side.last().uri.getHost()).isEqualTo("b");
    assertThat(side.heard()).isEmpty();
    side.last().fail();

    assertThat(side.heard()).containsExactly("given up: LINK_LOST");
  }

  @Test
  void triesTheNextRelayBesideOneThatHangs() {
    TestSide side = started(List.of(A, B), Duration.ZERO);
    side.advance(Reconnector.PATIENCE);
    assertThat(side.last().uri.getHost()).isEqualTo("b");
    side.last().answer();

    assertThat(side.heard()).containsExactly("linked");
    assertThat(side.reconnector.relay()).isEqualTo(B);
    assertThat(side.dials.get(0).isGivenUp()).isTrue();
  }

  @Test
  void goesToTheNextRelayWhenItsOwnIsAwayAndStaysThere() {
    TestSide side = started(List.of(A, B), Duration.ZERO);
    side.last().answer();
    side.last().lose();
    side.advance(Duration.ofMillis(500));
    assertThat(side.last().uri.getHost()).isEqualTo("a");
    side.last().fail();
    side.advance(Duration.ofSeconds(1));
    assertThat(side.last().uri.getHost()).isEqualTo("b");
    side.last().answer();
    assertThat(side.heard()).last().asString().startsWith("restored at ws://b");

    side.last().lose();
    side.advance(Duration.ofSeconds(1));
    assertThat(side.last().uri.getHost()).isEqualTo("b");
  }

  @Test
  void looksForTheServerAtTheNextRelayWithoutLeavingTheOneItHas() {
    TestSide side = started(List.of(A, B), Duration.ZERO);
    side.last().answer();
    side.reconnector.tryNextRelay();

    assertThat(side.last().uri.getHost()).isEqualTo("b");
    assertThat(side.dials.get(0).isGivenUp()).isFalse();
    side.last().answer();
    assertThat(side.dials.get(0).abandoned).isTrue();
    assertThat(side.heard()).containsExactly("linked");
  }

  @Test
  void hasNoNextRelayWhereThereIsOneOnly() {
    TestSide side = started(List.of(A), Duration.ZERO);
    side.last().answer();
    side.reconnector.tryNextRelay();
    side.dials.get(0).health = Health.ALIVE;
    side.reconnector.look();

    assertThat(side.dials).hasSize(1);
  }

  @Test
  void looksAtTheNextRelayForLongerThanOneLook() {
    TestSide side = started(List.of(A, B), Duration.ZERO);
    side.last().answer();
    side.reconnector.tryNextRelay();
    side.advance(Duration.ofSeconds(2));
    side.reconnector.look();
    assertThat(side.last().isGivenUp()).isFalse();
    side.reconnector.stay();

    assertThat(side.last().isGivenUp()).isTrue();
    assertThat(side.dials).hasSize(2);
  }

  @Test
  void looksForTheServerAtEveryOtherRelayInTurnAndNeverAtItsOwn() {
    TestSide side = started(List.of(A, B, C), Duration.ZERO);
    side.last().answer();
    for (int i = 0; i < 4; i++) {
      side.reconnector.tryNextRelay();
      side.last().fail();
    }

    assertThat(side.dials.stream().map(dial -> dial.uri.getHost()))
        .containsExactly("a", "b", "c", "b", "c");
  }

  @Test
  void goesToAnotherRelayWhenItsOwnGoesAwayWhateverItDialledBefore() {
    TestSide side = started(List.of(A, B), Duration.ZERO);
    side.last().answer();
    side.last().health = Health.SUSPECT;
    side.reconnector.look();
    side.last().fail();
    TestSide.Dial link = side.dials.get(0);
    link.end(
        new Ending(
            CloseReason.RELAY_GOING_AWAY, new RelayUnreachableException("restarting", null)));
    side.advance(Duration.ofSeconds(1));

    assertThat(side.last().uri.getHost()).isEqualTo("b");
  }

  @Test
  void aRelayThatIsNoneDoesNotKeepItFromTheNextOne() {
    TestSide side = started(List.of(A, B), Duration.ZERO);
    side.last().fail(new ProtocolException("HTTP 404", null));
    side.advance(Duration.ofMillis(1));
    assertThat(side.last().uri.getHost()).isEqualTo("b");
    side.last().fail(new ProtocolException("HTTP 404", null));

    assertThat(side.heard()).containsExactly("given up: PROTOCOL_ERROR");
  }

  @Test
  void triesEachRelayOnceAlsoWhereTheyHang() {
    TestSide side = started(List.of(A, B), Duration.ZERO);
    side.advance(Duration.ofMillis(14_990));
    assertThat(side.dials.stream().map(dial -> dial.uri.getHost())).containsExactly("a", "b");
    assertThat(side.dials).noneMatch(TestSide.Dial::isGivenUp);
  }
}
