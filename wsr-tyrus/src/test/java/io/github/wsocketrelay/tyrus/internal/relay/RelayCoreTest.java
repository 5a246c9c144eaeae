package io.github.wsocketrelay.tyrus.internal.relay;

import static io.github.wsocketrelay.tyrus.internal.relay.TestRelay.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Request;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import io.github.wsocketrelay.tyrus.internal.testing.Acknowledgement;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayCoreTest {
  private final TestRelay relay = new TestRelay();

  // ---- greeting

  @Test
  void greetsEachLinkWithANonceOfItsOwn() {
    FakeLink link = FakeLink.open();
    link.attach(
        relay.core.accept(
            link,
            new Request(Role.EXPOSER, TestRelay.KEYS.tag(), TestRelay.HOST, TestLimits.granted())));
    ControlMessage.Hello hello = link.only(ControlMessage.Hello.class);
    assertThat(hello.protocol()).isEqualTo(1);
    assertThat(hello.pingSeconds()).isEqualTo(10);
    assertThat(hello.nonce()).isNotEqualTo(relay.exposer().nonce());
    assertThat(relay.core.links()).isEqualTo(2);
  }

  @Test
  void aLinkThatSaysNothingFor5SecondsIsRefused() {
    FakeLink exposer = relay.exposer().link();
    FakeLink connector = relay.connector().link();
    connector.receive(new ControlMessage.Ping(1)); // says nothing that matters
    connector.newMessages();
    relay.timers.advance(Duration.ofMillis(4_999));
    assertThat(exposer.isClosed()).isFalse();
    relay.timers.advance(Duration.ofMillis(1));
    assertRefused(exposer, 4_408, "too-slow");
    assertRefused(connector, 4_408, "too-slow");
    assertThat(relay.core.links()).isZero();
  }

  @Test
  void linksThatHaveSpokenAreLeftAlone() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opened(exposer, 1);
    FakeLink waiting = relay.opening(2, 1);
    relay.passSeconds(60, exposer, connector, waiting);
    assertThat(List.of(exposer, connector, waiting)).noneMatch(FakeLink::isClosed);
  }

  // ---- links that take nothing

  @Test
  void aConnectorThatTakesNothingIsEndedAfterTenSecondsAndTheOthersLive() {
    FakeLink exposer = relay.registered(1);
    FakeLink stalled = relay.opened(exposer, 1);
    FakeLink silent = relay.opened(exposer, 2);
    FakeLink good = relay.opened(exposer, 3);
    FakeLink idle = relay.opened(exposer, 4);
    stalled.stall();
    for (int channel = 1; channel <= 3; channel++) {
      exposer.receiveDatagram(channel, 1, "x");
    }
    good.receive(new Acknowledgement(8, 0, 0).message());
    relay.timers.advance(Duration.ofSeconds(10));
    assertThat(relay.core.links()).isEqualTo(5);
    relay.timers.advance(Duration.ofSeconds(1));
    assertThat(stalled.order()).last().isEqualTo("abort");
    assertThat(silent.order()).last().isEqualTo("abort");
    relay.passSeconds(300, exposer, good, idle);
    assertThat(List.of(exposer, good, idle)).noneMatch(FakeLink::isClosed);
    assertThat(relay.core.links()).isEqualTo(3);
    exposer.receiveDatagram(3, 1, "y");
    assertThat(good.datagrams()).containsExactly("0/1:x", "0/1:y");
  }

  @Test
  void anExposerThatTakesNothingIsEndedAfterTenSecondsToo() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opened(exposer, 1);
    connector.receiveDatagram(0, 1, "x");
    relay.timers.advance(Duration.ofSeconds(11));
    assertThat(exposer.order()).last().isEqualTo("abort");
    assertThat(relay.core.servers()).isZero();
    assertThat(connector.isClosed()).isFalse();
    assertThat(connector.only(ControlMessage.ServerAway.class)).isNotNull();
  }
}
