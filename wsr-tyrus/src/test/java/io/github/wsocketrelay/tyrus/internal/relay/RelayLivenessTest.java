package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.testing.Acknowledgement;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RelayLivenessTest {
  private final TestRelay relay = new TestRelay();

  private static long pings(FakeLink link) {
    return link.messages().stream().filter(ControlMessage.Ping.class::isInstance).count();
  }

  // ---- the end of a side that is silent

  @Test
  void endsTheLinkOfASideThatWasSilentFor25SecondsAndNoOther() {
    FakeLink exposer = relay.registered(1);
    FakeLink silent = relay.opened(exposer, 1);
    FakeLink alive = relay.opened(exposer, 2);
    relay.passSeconds(25, exposer, alive);
    assertThat(silent.isClosed()).isFalse();
    relay.passSeconds(1, exposer, alive);
    assertThat(silent.order()).last().isEqualTo("abort");
    assertThat(silent.closeReason()).isEqualTo("nothing came for 25 s");
    relay.passSeconds(60, exposer, alive);
    assertThat(List.of(exposer, alive)).noneMatch(FakeLink::isClosed);
    assertThat(relay.core.links()).isEqualTo(2);
    assertThat(exposer.newMessages())
        .filteredOn(ControlMessage.TunnelClosed.class::isInstance)
        .containsExactly(new ControlMessage.TunnelClosed(1, 1, "lost"));
  }

  @Test
  void endsTheLinkOfAnExposerThatIsSilentToo() {
    FakeLink exposer = relay.registered(1);
    FakeLink connector = relay.opened(exposer, 1);
    relay.passSeconds(26, connector);
    assertThat(exposer.order()).last().isEqualTo("abort");
    assertThat(relay.core.servers()).isZero();
    assertThat(connector.newMessages()).contains(new ControlMessage.ServerAway());
  }

  @Test
  void anyWordShowsThatASideIsAlive() {
    FakeLink exposer = relay.registered(1);
    List<Runnable> words =
        List.of(
            () -> exposer.receive(new ControlMessage.Ping(1)),
            () -> exposer.receive(new ControlMessage.Pong(7)),
            () -> exposer.receiveDatagram(9, 1, "for nobody"),
            () -> exposer.receive(new Acknowledgement(0, 0, 0).message()),
            () -> exposer.receive(new ControlMessage.FlowClosed(9, 1)));
    for (Runnable word : words) {
      relay.passSeconds(24);
      word.run();
    }
    relay.passSeconds(25);
    assertThat(exposer.isClosed()).isFalse();
  }

  @Test
  void aLinkThatHasNotSpokenHas5SecondsWhateverElseItSays() {
    FakeLink connector = relay.connector().link();
    connector.receive(new ControlMessage.Ping(1));
    relay.passSeconds(5);
    assertThat(connector.closeCode()).isEqualTo(4_408);
    assertThat(pings(connector)).isZero();
  }

  @Test
  void judgesNobodyByTheTimeInWhichItDidNotRunItself() {
    FakeLink exposer = relay.registered(1);
    relay.passSeconds(25);
    relay.ticker.advance(Duration.ofMinutes(5)); // paused, and its first look comes before a read
    relay.passSeconds(1);
    assertThat(exposer.isClosed()).isFalse();
    exposer.receive(new ControlMessage.Pong(1)); // what waited in the socket
    relay.passSeconds(25);
    assertThat(exposer.isClosed()).isFalse();
    relay.passSeconds(1);
    assertThat(exposer.order()).last().isEqualTo("abort");
  }

  @Test
  void judgesASideAfterAPauseIfNothingWaitedToBeRead() {
    FakeLink exposer = relay.registered(1);
    relay.passSeconds(25);
    relay.ticker.advance(Duration.ofMinutes(5));
    relay.passSeconds(2);
    assertThat(exposer.order()).last().isEqualTo("abort");
  }

  // ---- pings

  @Test
  void pingsASideOnceThatWasQuietFor15To18Seconds() {
    TreeSet<Integer> seconds = new TreeSet<>();
    List<FakeLink> quiet = new ArrayList<>();
    for (int link = 0; link < 50; link++) {
      quiet.add(relay.opening(link, 1));
    }
    for (int second = 1; second <= 24; second++) {
      long before = quiet.stream().mapToLong(RelayLivenessTest::pings).sum();
      relay.passSeconds(1);
      if (quiet.stream().mapToLong(RelayLivenessTest::pings).sum() > before) {
        seconds.add(second);
      }
    }
    assertThat(seconds).containsExactly(16, 17, 18, 19); // The first look finds the open.
    assertThat(quiet).allMatch(link -> pings(link) == 1);
  }

  @Test
  void aSideThatAnswersItsPingsLives() {
    FakeLink exposer = relay.registered(1);
    for (int second = 0; second < 120; second++) {
      relay.passSeconds(1);
      for (ControlMessage said : exposer.newMessages()) {
        exposer.receive(new ControlMessage.Pong(((ControlMessage.Ping) said).t()));
      }
    }
    assertThat(exposer.isClosed()).isFalse();
    assertThat(pings(exposer)).isBetween(6L, 8L);
  }

  @Test
  void aSideThatPingsIsNotPinged() {
    FakeLink exposer = relay.registered(1);
    for (int i = 0; i < 12; i++) {
      relay.passSeconds(10);
      exposer.receive(new ControlMessage.Ping(i));
    }
    assertThat(pings(exposer)).isZero();
  }

  @Test
  void anExposerIsNotPingedBeforeItIsRegistered() {
    RelayEnds ends = new RelayEnds();
    RelayEnds.Exposer exposer = ends.exposer();
    assertThat(exposer.end().mayBePinged()).isFalse();
    exposer.link().receive(RelayEnds.register(RelayEnds.OWNER, 1));
    assertThat(exposer.end().mayBePinged()).isTrue();
  }

  @Test
  void aConnectorIsNotPingedBeforeItHasSpoken() {
    RelayEnds ends = new RelayEnds();
    RelayEnds.Connector connector = ends.connector();
    assertThat(connector.end().mayBePinged()).isFalse();
    connector.link().receive(RelayEnds.open(1, 1));
    assertThat(connector.end().mayBePinged()).isTrue();
  }

  @Test
  void keepsNoTimerForALinkThatIsGone() {
    int before = relay.timers.pending();
    relay.connector().link().endedWith(1_006, "");
    relay.opening(1, 1).endedWith(1_006, "");
    assertThat(relay.timers.pending()).isEqualTo(before);
  }
}
