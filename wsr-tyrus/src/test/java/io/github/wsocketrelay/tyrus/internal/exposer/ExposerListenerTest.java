package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A listener that is called on the thread on which something happens may wait for another thread,
 * which takes the locks: none of them is held.
 */
class ExposerListenerTest {
  private static final String ELSEWHERE = "198.51.100.7:5000";

  private final TestExposer exposer = new TestExposer(30_000, 7_777).registered();

  @BeforeEach
  void waits() {
    exposer.waitsForAnotherThread(exposer.core::waitingTunnels);
  }

  @Test
  void hearsOfTunnelsWithNoLockHeld() {
    exposer.tunnelOpened(1).tunnelClosed(1, 5, "lost");
    exposer.announced(2, 1, 6);
    exposer.link.receive(
        new ControlMessage.TunnelResumed(2, 7, TestExposer.sideProof(1, 7), ELSEWHERE));
    exposer.tunnelClosed(2, 7, "left");
    assertThat(exposer.events)
        .containsExactly(
            "tunnel opened 40000",
            "tunnel lost 40000",
            "tunnel resumed 40000",
            "tunnel resumed 5000",
            "tunnel closed 5000");
  }

  @Test
  void hearsOfFlowsWithNoLockHeld() {
    exposer.tunnelOpened(1).openFlow(1, 0, 0);
    exposer.openFlow(1, 1, 0);
    exposer.link.receive(new ControlMessage.FlowClosed(1, 0));
    exposer.core.close();
    assertThat(exposer.events)
        .containsExactly(
            "tunnel opened 40000",
            "flow opened 30000 to 127.0.0.1:7777",
            "flow opened 30001 to 127.0.0.1:7777",
            "flow closed 30000 to 127.0.0.1:7777",
            "flow closed 30001 to 127.0.0.1:7777",
            "tunnel closed 40000");
  }
}
