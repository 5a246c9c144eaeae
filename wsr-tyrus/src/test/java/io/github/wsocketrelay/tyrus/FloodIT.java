package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.tyrus.faults.Flooder;
import io.github.wsocketrelay.tyrus.faults.GameServer;
import io.github.wsocketrelay.tyrus.faults.Gaps;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import io.github.wsocketrelay.tyrus.faults.Players;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A game goes on without a loss under floods of every kind, and all comes back to what it was. */
@Timeout(30)
@ExtendWith(Leaks.class)
@Tag("alone")
class FloodIT {
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(1);

  /** Between two answers, of which one comes each 20 ms when nothing else goes on. */
  private static final Duration MOST_P50 = Duration.ofMillis(40);

  private static final int SPARE_DESCRIPTORS = 8; // of the JDK's own HTTP client

  private final Roles roles = new Roles();
  private RelayServer relay;
  private Exposer exposer;
  private Players players;
  private long descriptors;
  private final Gaps gaps = new Gaps();

  @BeforeEach
  void aGameGoesOn() {
    GameServer game = roles.keep(GameServer.start());
    relay =
        roles.keep(
            RelayServer.builder()
                .bind("127.0.0.1")
                .port(0)
                .limit(RelayLimit.UNAUTHENTICATED, 64)
                .limit(RelayLimit.HANDSHAKE_SECONDS, 1)
                .limit(RelayLimit.SPEAK_SECONDS, 1)
                .start());
    exposer = roles.exposer(relay, builder -> builder.target(game.port()));
    Connector connector = roles.connector(relay, exposer);
    players = roles.keep(Players.start(connector.localAddress(), 4, 1, gaps));
    RawSide.connector(relay, exposer.serverId()).close();
    await().until(() -> relay.links() == 2 && players.allAnsweredSince(0));
    descriptors = descriptors();
    players.forgetSilences();
    gaps.clear();
  }

  @AfterEach
  void theGameHasLostNothingAndNothingIsLeft() {
    await().until(() -> relay.links() == 2);
    await().until(() -> descriptors() <= descriptors + SPARE_DESCRIPTORS);
    await().until(() -> players.sent() == players.answered());
    assertThat(players.damage()).isEmpty();
    assertThat(players.longestSilence()).isLessThan(LONGEST_SILENCE);
    assertThat(gaps.percentile(0.5)).isLessThan(MOST_P50);
    assertThat(exposer.flows()).hasSize(4);
    roles.close();
  }

  private static long descriptors() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getOpenFileDescriptorCount();
  }

  private long hits(RelayLimit limit) {
    return relay.limitHits().getOrDefault(limit, 0L);
  }

  private void untilHit(RelayLimit limit) {
    await().until(() -> hits(limit) > 0);
  }

  /** Says the same on one link until the relay ends it. */
  private void assertEnds(RawSide side, Consumer<RawSide> what, RelayLimit limit) {
    roles.keep(side);
    try {
      for (int i = 0; i < 20_000 && side.isOpen(); i++) {
        what.accept(side);
      }
    } catch (CompletionException e) {
      // Ended in the middle of it.
    }
    untilHit(limit);
  }

  private RawSide connector(ServerId serverId) {
    return RawSide.connector(relay, serverId);
  }

  @Test
  void connectionsThatSayNothing() {
    try (Flooder flooder = new Flooder(relay.localAddress())) {
      flooder.connections(300, "");
      untilHit(RelayLimit.UNAUTHENTICATED);
    }
  }

  @Test
  void handshakesThatStopInTheMiddle() {
    try (Flooder flooder = new Flooder(relay.localAddress())) {
      flooder.connections(300, "GET /wsr/v1/connect/ HTTP/1.1\r\nHost: x\r\n");
      untilHit(RelayLimit.HANDSHAKE_SECONDS);
    }
  }

  @Test
  void handshakesAfterWhichNothingIsSaid() {
    try (Flooder flooder = new Flooder(relay.localAddress())) {
      flooder.connections(300, Flooder.handshake(exposer.serverId().keys().tag()));
      untilHit(RelayLimit.SPEAK_SECONDS);
    }
  }

  @Test
  void connectionsThatComeAndGo() {
    for (int i = 0; i < 300; i++) {
      new Flooder(relay.localAddress()).connections(1, "GET").close();
    }
    try (RawSide side = connector(exposer.serverId()).opening()) {
      side.next(ControlMessage.Opened.class);
    }
  }

  @Test
  void registrationsWithNewKeys() {
    for (int i = 0; i < 30; i++) {
      try (RawSide side = RawSide.exposer(relay, ServerId.random()).registering()) {
        side.next(ControlMessage.Registered.class);
      }
    }
    await().until(() -> relay.servers() == 1);
  }

  @Test
  void opensOfServersThatAreNotThere() {
    for (int i = 0; i < 30; i++) {
      try (RawSide side = connector(ServerId.random()).opening()) {
        side.next(ControlMessage.Waiting.class);
      }
    }
  }

  @Test
  void opensWithWrongProofs() {
    for (int i = 0; i < 30; i++) {
      try (RawSide side = connector(exposer.serverId()).opening(new byte[16], 1, new byte[32])) {
        side.next(ControlMessage.Waiting.class);
      }
    }
  }

  @Test
  void controlMessages() {
    assertEnds(
        connector(exposer.serverId()).opening(),
        side -> side.say(new ControlMessage.Ping(1)),
        RelayLimit.CONTROL_PER_SECOND);
  }

  @Test
  void smallParts() {
    assertEnds(
        connector(exposer.serverId()).opening(),
        side -> side.fragments(new byte[400][1]),
        RelayLimit.CONTROL_PER_SECOND);
  }

  @Test
  void flowMessages() {
    assertEnds(
        connector(exposer.serverId()).opening(),
        side -> side.say(new ControlMessage.FlowClosed(0, 1)),
        RelayLimit.FLOW_MESSAGES_PER_SECOND);
  }

  @Test
  void datagramsOfUnknownFlows() {
    try (RawSide side = connector(exposer.serverId()).opening()) {
      side.next(ControlMessage.Opened.class);
      for (int i = 0; i < 5_000; i++) {
        side.datagram(0, i % 1_000, "no flow");
      }
    }
  }
}
