package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.identity.Proofs;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TakeoverTest {
  private static final int MANY = 10_000;

  private final RelayEnds ends = new RelayEnds();
  private long epoch;

  private static byte[] start(int number) {
    byte[] instance = new byte[16];
    instance[15] = (byte) number;
    return instance;
  }

  /** Registers with a signature that is right. */
  private RelayEnds.Exposer registered(byte[] instance) {
    epoch++;
    ControlMessage.Register right = RelayEnds.register(RelayEnds.OWNER, epoch);
    RelayEnds.Exposer exposer = ends.exposer();
    exposer
        .link()
        .receive(
            new ControlMessage.Register(
                right.publicKey(),
                right.admissionKey(),
                epoch,
                right.signature(),
                right.targets(),
                instance));
    exposer.link().only(ControlMessage.Registered.class);
    return exposer;
  }

  /** Registers as if its signature had been found right, with the next epoch. */
  private RelayEnds.Exposer registering(byte[] instance) {
    RelayEnds.Exposer exposer = ends.exposer();
    epoch++;
    ends.registry.register(
        exposer.end(),
        new ControlMessage.Register(
            Proofs.rawKey(RelayEnds.OWNER.publicKey()),
            RelayEnds.KEYS.admissionKey(),
            epoch,
            new byte[64],
            List.of(0),
            instance));
    return exposer;
  }

  private static void assertDamped(FakeLink link, int retryAfterMillis) {
    assertThat(link.only(ControlMessage.Refused.class))
        .isEqualTo(new ControlMessage.Refused(4_429, "rate-limited", retryAfterMillis));
  }

  // ---- connectors

  @Test
  void aTunnelThatCannotBeAnnouncedOnTheNewLinkIsTold() {
    RelayEnds.Exposer exposer = registered(start(1));
    RelayEnds.Connector open = ends.opened(exposer, 1);
    RelayEnds.Connector offered = ends.opening(2, 1);
    RelayEnds.Exposer next = ends.exposer();
    epoch++;
    ends.registry.register(
        next.end(),
        new ControlMessage.Register(
            Proofs.rawKey(RelayEnds.OWNER.publicKey()),
            new byte[32], // Nobody's proof is right for it.
            epoch,
            new byte[64],
            List.of(0),
            start(1)));
    assertThat(next.link().newMessages()).containsExactly(new ControlMessage.Registered());
    open.link().only(ControlMessage.ServerAway.class);
    offered.link().only(ControlMessage.ServerAway.class);
  }

  // ---- damping

  @Test
  void oneStartOfAnExposerMayTakeItsOwnPlaceAtAnyTime() {
    FakeLink last = registering(start(1)).link();
    for (int i = 0; i < 10; i++) {
      FakeLink next = registering(start(1)).link();
      assertThat(last.closeCode()).isEqualTo(4_409);
      assertThat(next.isClosed()).isFalse();
      last = next;
    }
  }

  @Test
  void twoStartsThatFightAreDampedAndTheOneThatIsThereIsNot() {
    registering(start(1));
    registering(start(2));
    registering(start(1));
    registering(start(2));
    ends.ticker.advance(Duration.ofSeconds(10));
    assertDamped(registering(start(1)).link(), 50_000);
    assertThat(registering(start(2)).link().isClosed()).isFalse();
    assertDamped(registering(start(1)).link(), 50_000);
    ends.ticker.advance(Duration.ofSeconds(50));
    assertThat(registering(start(1)).link().isClosed()).isFalse();
  }

  @Test
  void exposersThatDoNotTellTheirStartsApartAreDampedAsEver() {
    registering(null);
    for (int i = 0; i < 3; i++) {
      assertThat(registering(null).link().isClosed()).isFalse();
    }
    assertDamped(registering(null).link(), 60_000);
    assertDamped(registering(start(1)).link(), 60_000);
  }

  @Test
  void theOwnTakeoversOfOneStartDoNotCountForAnother() {
    for (int i = 0; i < 100; i++) {
      registering(start(1));
    }
    for (int i = 2; i <= 4; i++) {
      assertThat(registering(start(i)).link().isClosed()).isFalse();
    }
    assertDamped(registering(start(5)).link(), 60_000);
  }

  // ---- nothing grows

  @Test
  void tenThousandTakeoversByOneStartLeaveOneRegistration() {
    RelayEnds.Exposer exposer = registered(start(1));
    RelayEnds.Connector connector = ends.opened(exposer, 1);
    for (int i = 0; i < MANY; i++) {
      RelayEnds.Exposer next = registering(start(1));
      ends.registry.accepted(next.end(), 1);
      assertThat(exposer.link().isClosed()).isTrue();
      assertThat(exposer.end().channels().size()).isZero();
      exposer = next;
    }
    assertThat(exposer.link().isClosed()).isFalse();
    assertThat(ends.registry.registered()).isEqualTo(1);
    assertThat(ends.registry.remembered()).isEqualTo(1);
    assertOneTunnel(exposer, connector);
  }

  @Test
  void tenThousandResumesOfOneTunnelLeaveOne() {
    RelayEnds.Exposer exposer = registered(start(1));
    RelayEnds.Connector connector = ends.opened(exposer, 1);
    for (int i = 0; i < MANY; i++) {
      RelayEnds.Connector next = ends.opening(1, i + 2);
      assertThat(connector.link().isClosed()).isTrue();
      assertThat(connector.end().tunnel()).isNull();
      connector = next;
    }
    assertThat(exposer.link().newMessages())
        .hasSize(MANY)
        .allMatch(ControlMessage.TunnelResumed.class::isInstance);
    assertThat(ends.registry.remembered()).isEqualTo(1);
    assertOneTunnel(exposer, connector);
  }

  private void assertOneTunnel(RelayEnds.Exposer exposer, RelayEnds.Connector connector) {
    Tunnel tunnel = connector.end().tunnel();
    assertThat(ends.registry.tunnels()).isEqualTo(1);
    assertThat(exposer.end().channels().values()).containsExactly(tunnel);
    assertThat(tunnel.channel()).isEqualTo(1);
    assertThat(tunnel.server.tunnels).hasSize(1);
    connector.link().receiveDatagram(0, 5, "up");
    exposer.link().receiveDatagram(1, 5, "down");
    assertThat(exposer.link().datagrams()).containsExactly("1/5:up");
    assertThat(connector.link().datagrams()).containsExactly("0/5:down");
  }

  @Test
  void tenThousandTunnelsThatWereNotAcceptedLeaveNothing() {
    RelayEnds.Exposer exposer = registered(start(1));
    exposer.link().forgetful();
    for (int i = 0; i < MANY; i++) {
      ends.opening(i, 1).link().endedWith(1_006, "");
    }
    assertThat(ends.registry.unaccepted()).isZero();
    for (int i = 0; i < MANY; i++) {
      ends.opening(i, 1);
    }
    assertThat(ends.registry.unaccepted()).isEqualTo(MANY);
    ends.ticker.advance(Unaccepted.PATIENCE);
    ends.registry.look();
    assertThat(ends.registry.unaccepted()).isZero();
  }

  @Test
  void tenThousandResumesOfOneTunnelLeaveTwoLinksOfTheRelay() {
    TestRelay relay = new TestRelay();
    FakeLink exposer = relay.registered(1).forgetful();
    FakeLink connector = relay.opening(1, 1);
    exposer.receive(new ControlMessage.TunnelAccepted(1));
    int timers = relay.timers.pending();
    for (int i = 0; i < MANY; i++) {
      FakeLink next = relay.opening(1, i + 2);
      assertThat(connector.closeCode()).isEqualTo(4_409);
      connector = next;
    }
    assertThat(connector.isClosed()).isFalse();
    assertThat(relay.core.links()).isEqualTo(2);
    assertThat(relay.core.servers()).isEqualTo(1);
    assertThat(relay.core.trafficStats().openTunnels()).isEqualTo(1);
    assertThat(relay.timers.pending()).isEqualTo(timers);
  }
}
