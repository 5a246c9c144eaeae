package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import io.github.wsocketrelay.tyrus.faults.RawFrame;
import io.github.wsocketrelay.tyrus.faults.Stranger;
import java.io.IOException;
import java.util.List;
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
  /** Bytes. */
  private static final long MEMORY = 1 << 20;

  /** The largest frame, nearly: three of them are 74 % of the memory. */
  private static final int FRAME = 260_000;

  private static final int LEAST_INPUTS = 140;

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
  void nothingStays() throws Exception {
    bystander.awaitMore();
    await().until(() -> relay.links() == 2);
    await().untilAsserted(() -> assertThat(Leaks.sockets()).isEqualTo(sockets));
    assertThat(relay.servers()).isEqualTo(1);
    theMemoryIsThereAgain();
    assertThat(warnings.heard()).isEmpty();
    warnings.close();
    roles.close();
  }

  /** All can be had but for a few KiB: at 80 % others would have to give up some. */
  private void theMemoryIsThereAgain() throws IOException {
    byte[] begun = RawFrame.claiming(RawFrame.FIN | RawFrame.TEXT, 8, FRAME, new byte[9]);
    try (Stranger a = Stranger.at(relay.localAddress()).shakingHands();
        Stranger b = Stranger.at(relay.localAddress()).shakingHands();
        Stranger c = Stranger.at(relay.localAddress()).shakingHands()) {
      for (Stranger stranger : List.of(a, b, c)) {
        byte[] ping = RawFrame.masked(RawFrame.FIN | RawFrame.PING, "p");
        assertThat(stranger.say(ping).say(begun).outcome()).isEqualTo(Stranger.LIVES);
      }
      bystander.awaitMore();
      assertThat(relay.limitHits().get(RelayLimit.MEMORY_BYTES)).isZero();
    }
  }

  @TestFactory
  Stream<DynamicTest> endsWhatIsMalformedAndNothingElse() {
    List<MalformedInput> inputs =
        Stream.concat(MalformedInput.requests(), MalformedFrames.all()).toList();
    assertThat(inputs).extracting(MalformedInput::name).doesNotHaveDuplicates();
    assertThat(inputs).hasSizeGreaterThanOrEqualTo(LEAST_INPUTS); // As docs/security.md says.
    return inputs.stream()
        .map(input -> DynamicTest.dynamicTest(input.name(), () -> checkBeside(input)));
  }

  private void checkBeside(MalformedInput input) throws IOException {
    check(input);
    bystander.awaitMore();
  }

  @TestFactory
  Stream<DynamicTest> takesWhatIsCutAnywhere() {
    return Stream.concat(MalformedFrames.handshakesInTwo(), MalformedFrames.messagesInTwo())
        .map(input -> DynamicTest.dynamicTest(input.name(), () -> check(input)));
  }

  private void check(MalformedInput input) throws IOException {
    try (Stranger stranger = Stranger.at(relay.localAddress())) {
      input.speech().to(stranger);
      String outcome = stranger.outcome();
      assertThat(outcome).isIn(input.outcomes());
      boolean ends = !outcome.equals(Stranger.LIVES) && !outcome.equals("HTTP 101");
      assertThat(ends && !stranger.isOver()).as("goes on").isFalse();
    }
  }
}
