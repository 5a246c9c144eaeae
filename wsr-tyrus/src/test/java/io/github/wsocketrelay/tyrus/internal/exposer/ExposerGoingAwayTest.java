package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import org.junit.jupiter.api.Test;

class ExposerGoingAwayTest {
  private final TestExposer exposer = new TestExposer(30_000, 7_777);

  private void assertRelayGoesAway() {
    assertThat(exposer.link.newMessages()).isEmpty();
    assertThat(exposer.link.closeCode()).isEqualTo(CloseCode.GOING_AWAY); // It need not wait.
    assertThat(exposer.endings)
        .singleElement()
        .matches(ending -> ending.reason() == CloseReason.RELAY_GOING_AWAY);
  }

  @Test
  void takesItThatTheRelayGoesAway() {
    exposer.registered().link.receive(new ControlMessage.GoingAway(500));
    assertRelayGoesAway();
  }

  @Test
  void takesItBeforeItIsRegisteredToo() {
    exposer.link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    exposer.link.newMessages();
    exposer.link.receive(new ControlMessage.GoingAway(500));
    assertRelayGoesAway();
  }

  @Test
  void takesItAlsoInsteadOfTheGreeting() {
    exposer.link.receive(new ControlMessage.GoingAway(500));
    assertRelayGoesAway();
  }

  @Test
  void saysWhichStartOfAnExposerItIs() {
    exposer.link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    TestExposer another = new TestExposer(30_000, 7_777);
    another.link.receive(new ControlMessage.Hello(1, new byte[32], 10));
    byte[] instance = exposer.link.only(ControlMessage.Register.class).instance();
    assertThat(instance).hasSize(16).isEqualTo(exposer.core.instance());
    assertThat(another.link.only(ControlMessage.Register.class).instance()).isNotEqualTo(instance);
  }
}
