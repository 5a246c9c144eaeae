package io.github.wsocketrelay.tyrus.internal.relay;

import static io.github.wsocketrelay.tyrus.internal.relay.TestRelay.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Request;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the relay makes of what was decided about a link, at once or later. */
class RelayAccessTest {
  private TestRelay relay = new TestRelay();
  private final List<String> events = new ArrayList<>();
  private final AtomicReference<@Nullable RejectReason> lost = new AtomicReference<>();

  private Grant granted() {
    return Grant.on(
        Map.of(),
        lost::get,
        () -> {
          events.add("begin");
          return true;
        },
        () -> events.add("end"));
  }

  private FakeLink accept(CompletableFuture<Grant> grant) {
    FakeLink link = FakeLink.from("203.0.113.9", 40_000);
    link.attach(
        relay.core.accept(
            link, new Request(Role.EXPOSER, TestRelay.KEYS.tag(), TestRelay.HOST, grant)));
    if (link.isClosed()) {
      link.endedWith(link.closeCode(), link.closeReason()); // Before there was one to hear it.
    }
    return link;
  }

  private long hits(RelayLimit limit) {
    return relay.limits.hits().getOrDefault(limit, -1L);
  }

  @Test
  void aLinkThatIsDecidedLaterIsGreetedThen() {
    CompletableFuture<Grant> grant = new CompletableFuture<>();
    FakeLink link = accept(grant);
    assertThat(link.messages()).isEmpty();
    assertThat(relay.core.links()).isEqualTo(1);

    grant.complete(granted());

    link.only(ControlMessage.Hello.class);
    assertThat(relay.core.links()).isEqualTo(1);
    link.endedWith(1_000, "");
    assertThat(events).containsExactly("begin", "end");
    assertThat(relay.core.links()).isZero();
    assertThat(relay.timers.pending()).isEqualTo(2); // The relay's own.
  }

  @Test
  void whatIsRefusedLaterIsRefusedForGoodAndLeavesNothing() {
    CompletableFuture<Grant> grant = new CompletableFuture<>();
    FakeLink link = accept(grant);
    grant.complete(Grant.refused(RejectReason.UNAUTHORIZED));
    assertThat(assertRefused(link, 4_401, "unauthorized").retryAfterMillis()).isNull();
    assertThat(relay.core.links()).isZero();
    assertThat(relay.timers.pending()).isEqualTo(2);
  }

  @Test
  void whatIsNotDecidedInTimeIsRefusedForNowAndALaterDecisionCountsNot() {
    CompletableFuture<Grant> grant = new CompletableFuture<>();
    FakeLink link = accept(grant);
    relay.passSeconds(5);
    assertThat(assertRefused(link, 4_429, "limit-reached").retryAfterMillis()).isPositive();
    assertThat(hits(RelayLimit.SPEAK_SECONDS)).isEqualTo(1);

    grant.complete(granted());

    assertThat(events).isEmpty();
    assertThat(relay.core.links()).isZero();
  }

  @Test
  void whoSpeaksBeforeItIsDecidedBreaksTheProtocol() {
    CompletableFuture<Grant> grant = new CompletableFuture<>();
    FakeLink link = accept(grant);
    link.receive(new ControlMessage.Ping(1));
    assertRefused(link, 4_400, "protocol");
    grant.complete(granted());
    assertThat(events).isEmpty();
  }

  @Test
  void aSideThatLeavesBeforeItIsDecidedLeavesNothing() {
    CompletableFuture<Grant> grant = new CompletableFuture<>();
    FakeLink link = accept(grant);
    link.endedWith(1_006, "");
    assertThat(relay.core.links()).isZero();
    assertThat(relay.timers.pending()).isEqualTo(2);
    grant.complete(granted());
    assertThat(events).isEmpty();
    assertThat(link.messages()).isEmpty();
  }

  @Test
  void linksOfWhichSomebodyDecidesYetAreLinks() {
    relay = new TestRelay(Map.of(RelayLimit.LINKS, 2L));
    FakeLink waiting = accept(new CompletableFuture<>());
    CompletableFuture<Grant> later = new CompletableFuture<>();
    accept(later);
    assertRefused(accept(TestLimits.granted()), 4_429, "limit-reached");
    assertThat(hits(RelayLimit.LINKS)).isEqualTo(1);

    later.complete(granted()); // It keeps the place that it has.

    assertThat(events).containsExactly("begin");
    assertThat(hits(RelayLimit.LINKS)).isEqualTo(1);
    waiting.endedWith(1_006, "");
    assertThat(accept(TestLimits.granted()).isClosed()).isFalse();
  }

  @Test
  void registrationsOfOneAddressFillNotTheWholeRelay() {
    relay = new TestRelay(Map.of(RelayLimit.LINKS_PER_ADDRESS, 2L));
    FakeLink first = accept(TestLimits.granted());
    accept(TestLimits.granted());
    assertThat(relay.core.refusal(first.remoteAddress())).isEqualTo(RejectReason.LIMIT_REACHED);
    assertRefused(accept(TestLimits.granted()), 4_429, "limit-reached"); // It came in between.
    assertThat(hits(RelayLimit.LINKS_PER_ADDRESS)).isEqualTo(2);
    FakeLink other = relay.exposer().link();
    assertThat(relay.core.refusal(other.remoteAddress())).isNull();
    assertThat(other.isClosed()).isFalse();
    first.endedWith(1_006, "");
    assertThat(relay.core.refusal(first.remoteAddress())).isNull();
  }

  @Test
  void aRefusalAtTheHandshakeCountsAndOneOfATokenDoesNot() {
    relay = new TestRelay(Map.of(RelayLimit.LINKS, 1L));
    FakeLink link = accept(TestLimits.granted());
    assertThat(relay.core.refusal(link.remoteAddress())).isEqualTo(RejectReason.LIMIT_REACHED);
    assertThat(hits(RelayLimit.LINKS)).isEqualTo(1);
    // A container that took no refusal opens the session all the same: that is no other one.
    accept(CompletableFuture.completedFuture(Grant.refused(RejectReason.LIMIT_REACHED)));
    assertThat(hits(RelayLimit.LINKS)).isEqualTo(1);
    link.endedWith(1_000, "");
    assertThat(relay.core.refusal(link.remoteAddress())).isNull();
  }

  @Test
  void aGrantThatCannotBeginGivesItsPlaceBack() {
    relay = new TestRelay(Map.of(RelayLimit.LINKS, 1L));
    Grant full = Grant.of(Map.of(), () -> true, () -> false, () -> events.add("end"));
    assertRefused(accept(CompletableFuture.completedFuture(full)), 4_429, "limit-reached");
    assertThat(events).isEmpty();
    assertThat(relay.core.links()).isZero();
    assertThat(accept(TestLimits.granted()).isClosed()).isFalse();
    assertThat(hits(RelayLimit.LINKS)).isZero();
  }

  @Test
  void aGrantThatIsLostEndsItsLinkWithin10Seconds() {
    relay = new TestRelay(Map.of(RelayLimit.SPEAK_SECONDS, 20L));
    FakeLink link = accept(CompletableFuture.completedFuture(granted()));
    link.only(ControlMessage.Hello.class);
    lost.set(RejectReason.UNAUTHORIZED);
    relay.passSeconds(10);
    assertThat(assertRefused(link, 4_401, "unauthorized").retryAfterMillis()).isNull();
    assertThat(events).containsExactly("begin", "end");
  }

  @Test
  void whoMayComeAgainOnOtherTermsIsToldWhen() {
    relay = new TestRelay(Map.of(RelayLimit.SPEAK_SECONDS, 20L));
    FakeLink link = accept(CompletableFuture.completedFuture(granted()));
    link.only(ControlMessage.Hello.class);
    lost.set(RejectReason.LIMIT_REACHED);
    relay.passSeconds(10);
    assertThat(assertRefused(link, 4_429, "limit-reached").retryAfterMillis()).isPositive();
  }

  @Test
  void aRelayThatClosesEndsLinksOfWhichSomebodyDecidesYet() {
    CompletableFuture<Grant> grant = new CompletableFuture<>();
    FakeLink link = accept(grant);
    relay.core.close();
    link.only(ControlMessage.GoingAway.class);
    assertThat(link.closeCode()).isEqualTo(1_001);
    assertThat(relay.core.links()).isZero();
    grant.complete(granted());
    assertThat(events).isEmpty();
  }

  @Test
  void aLinkThatIsDecidedWhileTheRelayClosesIsEnded() {
    relay.core.close();
    FakeLink link = accept(new CompletableFuture<>());
    link.only(ControlMessage.GoingAway.class);
    assertThat(link.closeCode()).isEqualTo(1_001);
    assertThat(relay.core.links()).isZero();
    assertThat(relay.timers.pending()).isZero();
  }
}
