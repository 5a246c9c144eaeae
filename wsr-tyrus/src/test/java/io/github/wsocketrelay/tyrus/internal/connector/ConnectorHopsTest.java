package io.github.wsocketrelay.tyrus.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.udp.OwnPorts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Local clients that are sides of the same process. */
class ConnectorHopsTest {
  private static final int CLIENT = 30_000;

  private final TestConnector connector = new TestConnector(7_777).opened(0);
  private final OwnPorts own = connector.udp.own();

  private void receive() {
    connector.local(0).receive("x", TestConnector.client(CLIENT));
  }

  @Test
  void tellsHowManyTunnelsTheClientsDatagramsHaveBeenThrough() {
    own.flow(TestConnector.client(CLIENT), 2);
    receive();
    assertThat(connector.link.newMessages())
        .containsExactly(new ControlMessage.FlowOpened(0, 0, 0, 3));
  }

  @Test
  void tellsItAgainWhenTheTunnelOpensAgain() {
    own.flow(TestConnector.client(CLIENT), 0);
    receive();
    connector.link.newMessages();
    connector.link.receive(new ControlMessage.ServerAway());
    connector.link.receive(TestConnector.openedBy(1, 0));
    assertThat(connector.link.newMessages())
        .containsExactly(new ControlMessage.FlowOpened(0, 0, 0, 1));
  }

  @Test
  void dropsWhatHasBeenThroughTooManyTunnels() {
    OwnPorts.Entry flow = own.flow(TestConnector.client(CLIENT), OwnPorts.MAX_HOPS);
    receive();
    assertThat(connector.openFlows()).isZero();
    assertThat(connector.dropped(DropReason.NO_FLOW)).isEqualTo(1);
    flow.close();
    receive();
    assertThat(connector.openFlows()).isEqualTo(1);
  }

  @Test
  void dropsWhatComesFromAConnectorsPortItsOwnIncluded() {
    OwnPorts.Entry another = own.connector(TestConnector.client(CLIENT));
    receive();
    connector.local(0).receive("x", connector.local(0).localAddress());
    assertThat(connector.openFlows()).isZero();
    assertThat(connector.dropped(DropReason.NO_FLOW)).isEqualTo(2);
    another.close();
    receive();
    assertThat(connector.openFlows()).isEqualTo(1);
  }

  @Test
  void itsPortsAreKnownForAsLongAsTheyAreOpen() {
    assertThat(own.isConnector(TestConnector.client(7_777))).isTrue();
    connector.ticker.advance(Duration.ofSeconds(1));
    connector.core.close();
    assertThat(own.isConnector(TestConnector.client(7_777))).isFalse();
  }
}
