package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import io.github.wsocketrelay.tyrus.faults.Stranger;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever bytes come to a relay's port, they end that one connection, in a way that is known; a
 * bystander loses no datagram, and nothing of it stays.
 */
@Timeout(60)
class MalformedInputsIT {
  /** Bytes; a quarter of it is what is kept of one message that is not complete. */
  private static final long MEMORY = 1 << 20;

  private final Roles roles = new Roles();
  private final Warnings warnings = new Warnings();
  private RelayServer relay;
  private Bystander bystander;
  private Set<String> sockets = Set.of();

  @BeforeEach
  void aGameGoesOn() {
    relay =
        roles.keep(
            RelayServer.builder()
                .bind("127.0.0.1")
                .limit(RelayLimit.HANDSHAKE_SECONDS, 1)
                .limit(RelayLimit.MEMORY_BYTES, MEMORY)
                .start());
    Exposer exposer = roles.exposer(relay, roles.peer().echoing());
    Connector connector = roles.connector(relay, exposer);
    bystander = roles.keep(new Bystander(connector.localAddress()));
    bystander.awaitMore();
    sockets = Leaks.sockets();
  }

  @AfterEach
  void endAll() {
    warnings.close();
    roles.close();
  }

  @TestFactory
  Stream<DynamicTest> ofRequests() {
    return MalformedInput.requests().map(input -> DynamicTest.dynamicTest(input.name(), () -> check(input)));
  }

  private void check(MalformedInput input) throws Exception {
    try (Stranger stranger = Stranger.at(relay.localAddress())) {
      input.speech().to(stranger);
      assertThat(stranger.outcome()).isIn(input.outcomes());
    }
  }
}
