package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.udp.OwnPorts;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Flows whose datagrams have been through other tunnels. */
class ExposerHopsTest {
  private static final InetSocketAddress FIRST = new InetSocketAddress("127.0.0.1", 30_000);

  private final TestExposer exposer = new TestExposer(30_000, 7_777).registered().tunnelOpened(1);
  private final OwnPorts own = exposer.udp.own();

  private void openFlow(int flow, int hops) {
    exposer.link.receive(new ControlMessage.FlowOpened(1, flow, 0, hops));
  }

  @Test
  void aFlowsPortIsKnownWithItsHopsForAsLongAsItIsOpen() {
    openFlow(0, 3);
    assertThat(own.hopsFrom(FIRST)).isEqualTo(4);
    exposer.link.receive(new ControlMessage.FlowClosed(1, 0));
    assertThat(own.hopsFrom(FIRST)).isZero();
    openFlow(1, 0);
    assertThat(own.hopsFrom(FIRST)).isEqualTo(1);
    exposer.core.close();
    assertThat(own.hopsFrom(FIRST)).isZero();
  }

  @Test
  void refusesAFlowThatHasBeenThroughTooManyTunnels() {
    openFlow(0, OwnPorts.MAX_HOPS);
    assertThat(exposer.openFlows()).isEqualTo(1);
    openFlow(1, OwnPorts.MAX_HOPS + 1);
    assertThat(exposer.openFlows()).isEqualTo(1);
    assertThat(exposer.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(1, 1));
    exposer.link.receive(new ControlMessage.FlowClosed(1, 1)); // The answer, not answered again.
    assertThat(exposer.link.newMessages()).isEmpty();
  }
}
