package io.github.wsocketrelay.tyrus.internal.reconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.ReconnectPolicy;
import io.github.wsocketrelay.RelayUnreachableException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a start says that did not get a link in time, and the sleep of a machine meanwhile. */
final class ReconnectorStartLimitTest {
  private static final URI A = URI.create("ws://a");
  private static final URI B = URI.create("ws://b");

  private static TestSide started(List<URI> relays, Duration waitForRelay) {
    TestSide side = new TestSide(relays, ReconnectPolicy.FOR_EVER, waitForRelay);
    side.reconnector.limitStart();
    side.reconnector.start();
    return side;
  }

  @Test
  void namesTheRelayThatDidNotAnswerAndTheTimeThatItHad() {
    TestSide side = started(List.of(A), Duration.ZERO);
    side.advance(Duration.ofSeconds(15));

    assertThat(side.heard()).containsExactly("given up: LINK_LOST");
    assertThat(side.givenUpFor)
        .startsWith("no answer from the relay at ws://a within 15000 ms: check the address");
  }

  @Test
  void tellsWhatOneRelayHasSaidRatherThanThatAnotherSaidNothing() {
    TestSide side = started(List.of(A, B), Duration.ZERO);
    side.last().fail(new RelayUnreachableException("503 at a", null));
    side.advance(Duration.ofSeconds(15));

    assertThat(side.heard()).containsExactly("given up: LINK_LOST");
    assertThat(side.givenUpFor).isEqualTo("503 at a");
  }

  @Test
  void tellsWhyTheLastAttemptFailedWhenItHasWaitedForARelay() {
    TestSide side = started(List.of(A), Duration.ofMinutes(1));
    for (int i = 0; i < 59; i++) {
      side.last().fail();
      side.advance(Duration.ofSeconds(1));
    }
    side.last().greet();
    side.advance(Duration.ofSeconds(16));

    assertThat(side.heard()).last().isEqualTo("given up: LINK_LOST");
    assertThat(side.givenUpFor).contains("no answer from the relay at ws://a within 5000 ms");
  }

  @Test
  void hasALimitAlsoForWhatComesBeforeTheFirstDial() {
    TestSide side = new TestSide(List.of(A), ReconnectPolicy.FOR_EVER, Duration.ZERO);
    side.reconnector.limitStart();
    side.advance(Duration.ofSeconds(15));

    assertThat(side.heard()).containsExactly("given up: LINK_LOST");
    assertThat(side.givenUpFor).contains("no relay was dialled within 15000 ms");
    side.reconnector.start();
    assertThat(side.dials).isEmpty();
  }

  @Test
  void leavesNoLimitBehindWhenThereIsALink() {
    TestSide side = started(List.of(A), Duration.ZERO);
    side.last().answer();

    assertThat(side.timers.pending()).isZero();
    side.advance(Duration.ofMinutes(1));
    assertThat(side.heard()).containsExactly("linked");
  }

  @Test
  void leavesNoLimitBehindWhenItIsClosed() {
    TestSide side = started(List.of(A), Duration.ZERO);
    side.reconnector.close();

    assertThat(side.timers.pending()).isZero();
    assertThat(side.heard()).isEmpty();
  }

  @Test
  void dialsAtOnceWhenTheMachineWakesUpWhileItWaitsForTheRelay() {
    TestSide side = started(List.of(A), Duration.ofHours(1));
    side.reconnector.look();
    side.last().fail(new RelayUnreachableException("503", null, Duration.ofMinutes(20)));
    side.sleep(Duration.ofHours(8));
    side.reconnector.look();

    assertThat(side.dials).hasSize(2);
  }
}
