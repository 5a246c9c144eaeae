package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@ExtendWith(Leaks.class)
@Tag("alone")
class MainJobIT {
  private final Roles roles = new Roles();

  @AfterEach
  void endAll() {
    roles.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1472, 1473, 9000, 65_507})
  void carriesDatagramsOfAnySizeThereAndBackExactly(int size) {
    RelayServer relay = roles.relay();
    Exposer exposer = roles.exposer(relay, roles.peer().echoing());
    Connector connector = roles.connector(relay, exposer);
    UdpPeer client = roles.peer();
    byte[] payload = new byte[size];
    for (int i = 0; i < size; i++) {
      payload[i] = (byte) (i * 31 + size);
    }

    client.send(payload, connector.localAddress());

    assertThat(client.receive().payload()).isEqualTo(payload);
  }

  @Test
  void givesEachLocalClientASourcePortOfItsOwnAndAnswersTheRightOne() {
    RelayServer relay = roles.relay();
    UdpPeer server = roles.peer();
    Exposer exposer = roles.exposer(relay, server);
    Connector connector = roles.connector(relay, exposer);
    UdpPeer alice = roles.peer();
    UdpPeer bob = roles.peer();

    alice.send("alice", connector.localAddress());
    UdpPeer.Received fromAlice = server.receive();
    bob.send("bob", connector.localAddress());
    UdpPeer.Received fromBob = server.receive();
    server.send("to bob", fromBob.source());
    server.send("to alice", fromAlice.source());

    assertThat(fromAlice.text()).isEqualTo("alice");
    assertThat(fromBob.text()).isEqualTo("bob");
    assertThat(fromAlice.source()).isNotEqualTo(fromBob.source());
    assertThat(alice.receive().text()).isEqualTo("to alice");
    assertThat(bob.receive().text()).isEqualTo("to bob");
    assertThat(exposer.flows()).hasSize(2);
  }
}
