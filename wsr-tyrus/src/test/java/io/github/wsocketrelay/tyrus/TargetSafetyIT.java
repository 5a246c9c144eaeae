package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an exposer does not send, on real sockets. */
@Timeout(30)
@ExtendWith(Leaks.class)
class TargetSafetyIT {
  private final Roles roles = new Roles();
  private final RelayServer relay = roles.relay();

  @AfterEach
  void endAll() {
    roles.close();
  }

  private void assertRefused(String host, int port, String why) {
    assertThatExceptionOfType(WsrException.class)
        .isThrownBy(() -> roles.exposer(relay, builder -> builder.target(host, port)))
        .withMessageContainingAll("the target ", ":" + port, why);
    assertThat(relay.trafficStats().openTunnels()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "0", "::", "255.255.255.255", "224.0.0.1", "169.254.169.254"})
  void anExposerDoesNotStartTowardsAnAddressThatIsNoUdpService(String host) {
    assertRefused(host, 7_777, "give the address and port of the UDP service");
  }

  @Test
  void anExposerDoesNotStartTowardsTheRelay() {
    assertRefused("localhost", relay.localAddress().getPort(), "the relay's own");
  }

  @Test
  void anExposerDoesNotStartTowardsAConnectorOfItsProcess() {
    Exposer exposer = roles.exposer(relay, roles.peer());
    Connector connector = roles.connector(relay, exposer, builder -> builder.bind("0.0.0.0"));
    int port = connector.localAddress().getPort();
    for (var address : connector.localAddresses()) {
      assertThatExceptionOfType(WsrException.class)
          .isThrownBy(
              () ->
                  roles.exposer(
                      relay,
                      builder -> builder.target(address.getAddress().getHostAddress(), port)))
          .withMessageContaining("a connector of this program");
    }
    connector.close();
    roles.exposer(relay, builder -> builder.target(port));
  }

  @Test
  void aLoopThatAConnectorClosesLaterEndsAfterAFewTunnels() throws Exception {
    UdpPeer client = roles.peer();
    int port = freePort();
    Exposer exposer = roles.exposer(relay, builder -> builder.target(port));
    Connector connector = roles.connector(relay, exposer, builder -> builder.localPort(port));
    await().until(() -> exposer.trafficStats().openTunnels() == 1);

    client.send("round", connector.localAddress());

    await().until(() -> connector.trafficStats().dropped(DropReason.NO_FLOW) == 1);
    assertThat(exposer.flows()).hasSize(5);
  }

  private int freePort() {
    try (UdpPeer peer = UdpPeer.open()) {
      return peer.port();
    }
  }
}
