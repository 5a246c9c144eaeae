package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may have a server ID, and what those hear who may not. */
@Timeout(30)
@ExtendWith(Leaks.class)
class ServerIdIT {
  private final Roles roles = new Roles();
  private final RelayServer relay = roles.relay();

  @AfterEach
  void endAll() {
    roles.close();
  }

  @Test
  void refusesAnIdThatAnotherExposerHas() {
    ServerId serverId = ServerId.parse("my-ut99-server");
    roles.exposer(relay, builder -> builder.target(9).serverId(serverId));

    assertThatThrownBy(() -> roles.exposer(relay, builder -> builder.target(9).serverId(serverId)))
        .isInstanceOfSatisfying(
            RejectedException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(RejectReason.TAKEN))
        .hasMessageContaining("already registered by another exposer")
        .hasMessageNotContaining("ut99");
  }

  @Test
  void keepsAnIdForItsOwnerWhoseLinkBroke() {
    ServerId serverId = ServerId.random();
    RawSide owner = roles.keep(RawSide.exposer(relay, serverId)).registering();
    owner.next(ControlMessage.Registered.class);
    owner.close();
    await().until(() -> relay.servers() == 0);

    assertThatThrownBy(() -> roles.exposer(relay, builder -> builder.target(9).serverId(serverId)))
        .isInstanceOfSatisfying(
            RejectedException.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(RejectReason.TAKEN);
              assertThat(refusal.retryAfter().orElseThrow())
                  .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
            });
  }

  @Test
  void givesAnIdFreeWhenItsOwnerCloses() {
    ServerId serverId = ServerId.random();
    roles.exposer(relay, builder -> builder.target(9).serverId(serverId)).close();
    await().until(() -> relay.servers() == 0);

    Exposer next = roles.exposer(relay, builder -> builder.target(9).serverId(serverId));

    assertThat(next.state()).isEqualTo(RoleState.RUNNING);
  }

  @Test
  void letsTheSameExposerTakeOverAtOnceAndTellsTheOlderOne() {
    ExposerIdentity identity = ExposerIdentity.generate();
    CompletableFuture<ExposerListener.Closed> older = new CompletableFuture<>();
    roles.exposer(
        relay,
        builder ->
            builder
                .target(9)
                .identity(identity)
                .listener(
                    new ExposerListener() {
                      @Override
                      public void onClosed(Closed event) {
                        older.complete(event);
                      }
                    }));

    Exposer newer = roles.exposer(relay, builder -> builder.target(9).identity(identity));

    await().until(older::isDone);
    assertThat(older.join().reason()).isEqualTo(CloseReason.SUPERSEDED);
    assertThat(older.join().cause().orElseThrow()).hasMessageContaining("somewhere else");
    assertThat(newer.state()).isEqualTo(RoleState.RUNNING);
    assertThat(relay.servers()).isEqualTo(1);
  }

  @Test
  void makesConnectorsWaitAlikeForUnknownOfflineAndWronglyProvenServers() {
    Exposer online = roles.exposer(relay, builder -> builder.target(9));
    ServerId offlineId = ServerId.random();
    roles.exposer(relay, builder -> builder.target(9).serverId(offlineId)).close();
    RawSide unknown = roles.keep(RawSide.connector(relay, ServerId.random())).opening();
    RawSide offline = roles.keep(RawSide.connector(relay, offlineId)).opening();
    RawSide wrong =
        roles
            .keep(RawSide.connector(relay, online.serverId()))
            .opening(new byte[16], 1, new byte[32]);

    for (RawSide side : new RawSide[] {unknown, offline, wrong}) {
      assertThat(side.next(ControlMessage.Waiting.class)).isNotNull();
      assertThat(side.textsSoFar()).isEmpty();
      assertThat(side.isOpen()).isTrue();
    }
  }

  @Test
  void opensAConnectorThatWaitedWhenItsServerComesAndAgainWhenItComesBack() {
    ExposerIdentity identity = ExposerIdentity.generate();
    UdpPeer server = roles.peer().echoing();
    Connector connector =
        roles.keep(
            Connector.builder().relay(Roles.uri(relay)).serverId(identity.serverId()).start());
    assertThat(connector.state()).isEqualTo(RoleState.WAITING_FOR_SERVER);
    UdpPeer player = roles.peer();

    Exposer first =
        roles.exposer(relay, builder -> builder.target(server.port()).identity(identity));
    await().until(() -> connector.state() == RoleState.RUNNING);
    player.send("one", connector.localAddress());
    assertThat(player.receive().text()).isEqualTo("one");

    first.close();
    await().until(() -> connector.state() == RoleState.WAITING_FOR_SERVER);
    roles.exposer(relay, builder -> builder.target(server.port()).identity(identity));
    await().until(() -> connector.state() == RoleState.RUNNING);
    player.send("two", connector.localAddress());
    assertThat(player.receive().text()).isEqualTo("two");
  }

  @Test
  void failsAStartThatWaitedLongEnoughForItsServer() {
    assertThatThrownBy(
            () ->
                Connector.builder()
                    .relay(Roles.uri(relay))
                    .serverId(ServerId.random())
                    .waitForServer(Duration.ofMillis(100))
                    .start())
        .isInstanceOf(RelayUnreachableException.class)
        .hasMessageContaining("did not come online within 100 ms");
  }

  @Test
  void endsAConnectorWhoseServerIsTakenByAnotherKey() {
    ServerId serverId = ServerId.random();
    Exposer first = roles.exposer(relay, builder -> builder.target(9).serverId(serverId));
    Connector connector = roles.connector(relay, first);
    first.close();
    await().until(() -> connector.state() == RoleState.WAITING_FOR_SERVER);

    roles.exposer(relay, builder -> builder.target(9).serverId(serverId));

    await().until(() -> connector.state() == RoleState.CLOSED);
  }

  @Test
  void refusesASignatureMadeForAnotherHost() {
    RelayServer behindProxy =
        roles.keep(RelayServer.builder().bind("127.0.0.1").publicHost("relay.example").start());

    assertThatThrownBy(() -> roles.exposer(behindProxy, builder -> builder.target(9)))
        .isInstanceOfSatisfying(
            RejectedException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(RejectReason.DENIED))
        .hasMessageContaining("host name");
  }
}
