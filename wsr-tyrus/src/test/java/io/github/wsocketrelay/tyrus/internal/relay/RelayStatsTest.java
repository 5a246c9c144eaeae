package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayStats;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Request;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import io.github.wsocketrelay.tyrus.internal.testing.Acknowledgement;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What an operator sees of a relay. */
class RelayStatsTest {
  private TestRelay relay = new TestRelay();

  private RelayStats stats() {
    return relay.core.stats(Optional.empty());
  }

  @Test
  void countsLinksOfEachRoleUndecidedOnesIncluded() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opened(exposer, 1);
    relay.connector();
    relay.core.accept(
        FakeLink.open(),
        new Request(
            Role.CONNECTOR, TestRelay.KEYS.tag(), TestRelay.HOST, new CompletableFuture<>()));
    assertThat(stats().servers()).isEqualTo(1);
    assertThat(stats().exposerLinks()).isEqualTo(1);
    assertThat(stats().connectorLinks()).isEqualTo(3);
    assertThat(stats().traffic().openTunnels()).isEqualTo(1);

    connector.endedWith(1_000, "");
    exposer.endedWith(1_006, "");

    assertThat(stats().servers()).isZero();
    assertThat(stats().exposerLinks()).isZero();
    assertThat(stats().connectorLinks()).isEqualTo(2);
    assertThat(stats().traffic().openTunnels()).isZero();
  }

  @Test
  void countsEachRefusalOnceByItsReason() {
    assertThat(stats().refusals()).containsOnlyKeys(RejectReason.values());
    assertThat(stats().refusals().values()).containsOnly(0L);

    relay.registered(1);
    relay.registering(TestRelay.OTHER, 1);
    FakeLink wrong = relay.connector().link();
    wrong.receive("not JSON");
    wrong.receive("nor is this"); // The link is over.
    relay.accepted(Role.CONNECTOR);
    relay.passSeconds((int) RelayLimit.SPEAK_SECONDS.standard() + 1);
    relay.core.refused(RejectReason.UNAUTHORIZED);

    assertThat(stats().refusals(RejectReason.TAKEN)).isEqualTo(1);
    assertThat(stats().refusals(RejectReason.PROTOCOL)).isEqualTo(1);
    assertThat(stats().refusals(RejectReason.TOO_SLOW)).isEqualTo(1);
    assertThat(stats().refusals(RejectReason.UNAUTHORIZED)).isEqualTo(1);
    assertThat(stats().refusals().values().stream().mapToLong(it -> it).sum()).isEqualTo(4);
    assertThat(stats().limitHits()).containsEntry(RelayLimit.SPEAK_SECONDS, 1L);
  }

  @Test
  void countsALinkForWhichThereIsNoRoom() {
    relay = new TestRelay(Map.of(RelayLimit.LINKS, 1L));
    relay.accepted(Role.EXPOSER);
    assertThat(relay.accepted(Role.EXPOSER).isClosed()).isTrue();
    assertThat(stats().refusals(RejectReason.LIMIT_REACHED)).isEqualTo(1);
    assertThat(stats().exposerLinks()).isEqualTo(1);
  }

  @Test
  void tellsHowLongDatagramsWaitAndTravel() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opened(exposer, 1);
    exposer.stall();
    connector.receiveDatagram(0, 1, "first");
    connector.receiveDatagram(0, 1, "second");
    relay.ticker.advance(Duration.ofMillis(30));
    exposer.resume();
    long sent = exposer.binaries().stream().mapToLong(binary -> binary.length).sum();
    relay.ticker.advance(Duration.ofMillis(80));
    exposer.receive(new Acknowledgement(sent, 20_000, 0).message());

    assertThat(stats().traffic().linkTimes().queueAge().count()).isEqualTo(2);
    assertThat(stats().traffic().linkTimes().queueAge().sum()).isEqualTo(Duration.ofMillis(30));
    assertThat(stats().traffic().linkTimes().write().count()).isEqualTo(2);
    assertThat(stats().traffic().linkTimes().write().sum()).isEqualTo(Duration.ofMillis(30));
    assertThat(stats().traffic().linkTimes().roundTrip().count()).isEqualTo(1);
    assertThat(stats().traffic().linkTimes().roundTrip().sum()).isEqualTo(Duration.ofMillis(60));
  }

  @Test
  void tellsForHowLongNobodyLookedAfterTheLinks() {
    relay.passSeconds(3);
    assertThat(stats().sinceLook()).isZero();
    relay.ticker.advance(Duration.ofSeconds(20)); // And no timer runs.
    assertThat(stats().sinceLook()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void passesOnWhenTheCertificateExpires() {
    Instant expiry = Instant.parse("2027-01-31T12:00:00Z");
    assertThat(relay.core.stats(Optional.of(expiry)).certificateExpiry()).contains(expiry);
    assertThat(stats().certificateExpiry()).isEmpty();
  }
}
