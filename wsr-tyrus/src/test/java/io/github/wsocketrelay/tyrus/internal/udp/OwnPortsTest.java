package io.github.wsocketrelay.tyrus.internal.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class OwnPortsTest {
  private static final InetSocketAddress ADDRESS =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 30_000);

  private final OwnPorts own = new OwnPorts();

  @Test
  void aDatagramOfAnotherProgramHasBeenThroughNoTunnel() {
    own.connector(ADDRESS);
    assertThat(own.hopsFrom(ADDRESS)).isZero();
  }

  @Test
  void aDatagramOfAFlowHasBeenThroughOneTunnelMoreThanTheFlowsOwn() {
    own.flow(ADDRESS, 0);
    assertThat(own.hopsFrom(ADDRESS)).isEqualTo(1);
    own.flow(ADDRESS, 3);
    assertThat(own.hopsFrom(ADDRESS)).isEqualTo(4);
    assertThat(own.isConnector(ADDRESS)).isFalse();
  }

  @Test
  void aPortIsForgottenWhenItIsClosed() {
    OwnPorts.Entry flow = own.flow(ADDRESS, 1);
    OwnPorts.Entry connector = own.connector(ADDRESS);
    flow.close();
    connector.close();
    assertThat(own.hopsFrom(ADDRESS)).isZero();
    assertThat(own.isConnector(ADDRESS)).isFalse();
  }

  @Test
  void aLateCloseDoesNotForgetTheNextUserOfThePort() {
    OwnPorts.Entry before = own.flow(ADDRESS, 1);
    own.flow(ADDRESS, 2);
    before.close();
    before.close();
    assertThat(own.hopsFrom(ADDRESS)).isEqualTo(3);
  }
}
