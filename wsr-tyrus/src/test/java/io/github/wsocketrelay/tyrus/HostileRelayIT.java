package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.ConnectorListener;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.ReconnectPolicy;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.faults.HostileRelay;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever answers where a side dials, the side says why that is no link, and tries again no sooner
 * than it has said, or ends; and nothing of it stays.
 */
@Timeout(60)
class HostileRelayIT {
  private static final int LEAST_ANSWERS = 50;
  private static final int RETRIES = 2;
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(250);
  private static final Duration LATE_ACCEPT = Duration.ofMillis(20);
  private static final ReconnectPolicy OFTEN =
      ReconnectPolicy.FOR_EVER.delays(Duration.ofMillis(10), Duration.ofMillis(20));

  private final ServerId serverId = ServerId.parse("hostile-relay-test");
  private final Warnings warnings = new Warnings();

  @BeforeEach
  void deriveKeys() {
    assertThat(serverId.keys().tag()).isNotEmpty(); // Which takes longer than some starts may.
  }

  @AfterEach
  void logsNothingLoud() {
    warnings.close();
    assertThat(warnings.heard()).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> outlivesWhatEndsALink() {
    List<HostileAnswer> answers = HostileAnswer.all().toList();
    assertThat(Stream.concat(answers.stream(), HostileAnswer.silences()))
        .extracting(HostileAnswer::name)
        .doesNotHaveDuplicates()
        .hasSizeGreaterThanOrEqualTo(LEAST_ANSWERS); // As docs/security.md says.
    return answers.stream()
        .map(answer -> DynamicTest.dynamicTest(answer.name(), () -> check(answer, LONG)));
  }

  @TestFactory
  Stream<DynamicTest> waitsNoLongerThanItMayForWhatDoesNotCome() {
    return HostileAnswer.silences()
        .map(answer -> DynamicTest.dynamicTest(answer.name(), () -> check(answer, Duration.ZERO)));
  }

  private void check(HostileAnswer answer, Duration waitForRelay) throws Exception {
    try (HostileRelay first = new HostileRelay(answer.answer());
        HostileRelay second = new HostileRelay(answer.answer())) {
      Course exposer = new Course(first);
      Course connector = new Course(second);
      exposer.started = exposer(first.uri(), exposer, waitForRelay);
      connector.started = connector(second.uri(), connector, waitForRelay);
      exposer.check(answer.reason());
      connector.check(answer.reason());
    }
  }

  private CompletableFuture<?> exposer(URI relay, Course course, Duration waitForRelay) {
    return Exposer.builder()
        .relay(relay)
        .serverId(serverId)
        .target(9)
        .startTimeout(SHORT)
        .waitForRelay(waitForRelay)
        .reconnect(OFTEN)
        .listener(
            new ExposerListener() {
              @Override
              public void onRetrying(Retrying event) {
                course.retries.add(new Retry(event.cause(), event.nextAttemptIn()));
              }
            })
        .startAsync();
  }

  private CompletableFuture<?> connector(URI relay, Course course, Duration waitForRelay) {
    return Connector.builder()
        .relay(relay)
        .serverId(serverId)
        .startTimeout(SHORT)
        .waitForRelay(waitForRelay)
        .reconnect(OFTEN)
        .listener(
            new ConnectorListener() {
              @Override
              public void onRetrying(Retrying event) {
                course.retries.add(new Retry(event.cause(), event.nextAttemptIn()));
              }
            })
        .startAsync();
  }

  private record Retry(WsrException cause, Duration nextAttemptIn) {}

  /** What becomes of one side. */
  private static final class Course {
    private final HostileRelay relay;
    private final List<Retry> retries = new CopyOnWriteArrayList<>();
    private CompletableFuture<?> started = new CompletableFuture<>();

    Course(HostileRelay relay) {
      this.relay = relay;
    }

    void check(String reason) {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> started.isDone() || relay.dials().size() > RETRIES);
      boolean goesOn = !started.isDone();
      List<Long> dials = relay.dials();
      Throwable cause = goesOn ? retries.get(0).cause() : failure();
      started.cancel(true);
      assertThat(cause)
          .isInstanceOf(WsrException.class)
          .hasMessageContaining("127.0.0.1:" + relay.uri().getPort())
          .hasMessageContaining(reason);
      assertEachWasAnnounced(dials);
    }

    /** Each dial but the first comes after a delay that the listener was told. */
    private void assertEachWasAnnounced(List<Long> dials) {
      await().pollDelay(Duration.ZERO).until(() -> retries.size() >= dials.size() - 1);
      Duration announced =
          retries.stream()
              .limit(dials.size() - 1)
              .map(Retry::nextAttemptIn)
              .reduce(Duration.ZERO, Duration::plus);
      Duration taken = Duration.ofNanos(dials.get(dials.size() - 1) - dials.get(0));
      assertThat(taken.plus(LATE_ACCEPT)).isGreaterThanOrEqualTo(announced);
    }

    private Throwable failure() {
      return started.handle((role, failure) -> failure).join();
    }
  }
}
