package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.link.LinkAcceptor.Role;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayDrainTest {
  private final TestRelay relay = new TestRelay();

  private static int assertSentAway(FakeLink link) {
    ControlMessage.GoingAway said = link.only(ControlMessage.GoingAway.class);
    assertThat(link.order()).last().isEqualTo("close 1001");
    return said.reconnectAfterMillis();
  }

  @Test
  void tellsEverySideWhenToComeBackAndEndsItsLink() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opened(exposer, 1);
    FakeLink waiting = relay.opening(2, 1);
    FakeLink mute = relay.connector().link();
    exposer.newMessages();
    waiting.newMessages();
    relay.core.close();
    for (FakeLink link : List.of(exposer, connector, waiting, mute)) {
      assertThat(assertSentAway(link)).isBetween(200, 1_000);
    }
  }

  @Test
  void letsLinksCarryOnUntilTheirSidesHaveReadIt() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opened(exposer, 1);
    relay.core.goAway();
    assertThat(exposer.only(ControlMessage.GoingAway.class)).isNotNull();
    assertThat(connector.only(ControlMessage.GoingAway.class)).isNotNull();
    connector.receiveDatagram(0, 1, "up");
    exposer.receiveDatagram(1, 1, "down");
    assertThat(exposer.datagrams()).containsExactly("1/1:up");
    assertThat(connector.datagrams()).containsExactly("0/1:down");

    relay.core.close();
    assertThat(exposer.closeCode()).isEqualTo(1_001);
    assertThat(connector.closeCode()).isEqualTo(1_001);
    assertThat(exposer.newMessages()).isEmpty();
    assertThat(connector.newMessages()).isEmpty();
  }

  @Test
  void doesNotTellSidesOfEachOtherWhileTheyLeave() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opened(exposer, 1);
    FakeLink other = relay.opened(exposer, 2);
    relay.core.goAway();
    exposer.newMessages();
    other.newMessages();
    connector.endedWith(1_000, "");
    assertThat(exposer.newMessages()).isEmpty();
    exposer.endedWith(1_006, "");
    assertThat(other.newMessages()).isEmpty();
    assertThat(other.isClosed()).isFalse();
  }

  @Test
  void keepsNothing() {
    relay.opened(relay.registered(1), 1);
    relay.core.close();
    assertThat(relay.core.links()).isZero();
    assertThat(relay.core.servers()).isZero();
    assertThat(relay.core.trafficStats().openTunnels()).isZero();
    assertThat(relay.timers.pending()).isZero();
    assertThat(relay.events).containsExactly("registered", "opened", "closed", "unregistered");
  }

  @Test
  void sendsLinksThatComeLaterAwayToo() {
    relay.registered(1);
    relay.core.close();
    FakeLink exposer = relay.accepted(Role.EXPOSER);
    FakeLink connector = relay.accepted(Role.CONNECTOR);
    assertThat(assertSentAway(exposer)).isBetween(200, 1_000);
    assertThat(assertSentAway(connector)).isBetween(200, 1_000);
    assertThat(relay.core.links()).isZero();
    assertThat(relay.timers.pending()).isZero();
  }

  @Test
  void saysGoodByeBehindWhatWasSaidBefore() {
    FakeLink exposer = relay.registered(1);
    exposer.stall();
    exposer.receive(new ControlMessage.Ping(1));
    exposer.receive(new ControlMessage.Ping(2));
    relay.core.close();
    List<ControlMessage> said = exposer.newMessages();
    assertThat(said.subList(0, 2))
        .containsExactly(new ControlMessage.Pong(1), new ControlMessage.Pong(2));
    assertThat(said.get(2)).isInstanceOf(ControlMessage.GoingAway.class);
    assertThat(exposer.order()).last().isEqualTo("close 1001");
  }

  @Test
  void spreadsTheReturnOfManyLinks() {
    List<FakeLink> links = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      links.add(relay.connector().link());
    }
    relay.core.close();
    List<Integer> millis = links.stream().map(RelayDrainTest::assertSentAway).toList();
    assertThat(millis).allMatch(time -> time >= 200 && time <= 5_000);
    for (int second = 0; second < 5; second++) {
      int from = second * 1_000;
      assertThat(millis.stream().filter(time -> time >= from && time < from + 1_000).count())
          .as("that come back in second " + second)
          .isBetween(120L, 280L);
    }
  }
}
