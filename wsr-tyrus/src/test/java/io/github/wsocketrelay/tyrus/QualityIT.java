package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.tyrus.faults.FaultProxy;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How good the path is, through a relay that is far away from the connector. */
@ExtendWith(Leaks.class)
@Timeout(30)
class QualityIT {
  private static final Duration ONE_WAY = Duration.ofMillis(150);
  private static final Duration LEAST = ONE_WAY.multipliedBy(2);
  private static final Duration MOST = Duration.ofSeconds(2); // A busy machine is slow.

  private final Roles roles = new Roles();

  @AfterEach
  void end() {
    roles.close();
  }

  private static boolean isComplete(PathQuality quality) {
    return quality.rtt().isPresent()
        && quality.jitter().isPresent()
        && quality.linkRtt().isPresent()
        && quality.sendLoss().isPresent()
        && quality.receiveLoss().isPresent();
  }

  @Test
  void bothSidesKnowTheRoundTripThroughTheRelayAndThatNothingIsLost() {
    RelayServer relay = roles.relay();
    FaultProxy path = roles.keep(FaultProxy.to(relay.localAddress()));
    path.latency(ONE_WAY);
    Exposer exposer = roles.exposer(relay, roles.peer());
    Connector connector =
        roles.keep(
            Connector.builder()
                .relay(path.uri())
                .serverId(exposer.serverId())
                .waitForServer(Duration.ofSeconds(10))
                .start());
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> isComplete(connector.quality()) && isComplete(exposer.quality()));
    PathQuality near = exposer.quality();
    PathQuality far = connector.quality();
    assertThat(far.rtt().orElseThrow()).isBetween(LEAST, MOST);
    assertThat(far.linkRtt().orElseThrow()).isBetween(LEAST, MOST);
    assertThat(near.rtt().orElseThrow()).isBetween(LEAST, MOST);
    assertThat(near.linkRtt().orElseThrow()).isLessThan(LEAST);
    assertThat(far.loss()).hasValue(0);
    assertThat(near.loss()).hasValue(0);
    assertThat(exposer.quality(exposer.tunnels().get(0).tunnel()).orElseThrow().rtt()).isPresent();
    assertThat(exposer.quality("no such tunnel")).isEmpty();
    assertThat(connector.trafficStats().totalDropped()).isZero();
    assertThat(exposer.trafficStats().totalDropped()).isZero();
    assertThat(exposer.flows()).isEmpty();
  }
}
