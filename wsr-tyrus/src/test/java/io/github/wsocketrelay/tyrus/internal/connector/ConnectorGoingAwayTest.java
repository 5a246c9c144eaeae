package io.github.wsocketrelay.tyrus.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.tyrus.internal.control.CloseCode;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import org.junit.jupiter.api.Test;

class ConnectorGoingAwayTest {
  private final TestConnector connector = new TestConnector(0);

  private void assertRelayGoesAway() {
    assertThat(connector.link.newMessages()).isEmpty();
    assertThat(connector.link.closeCode()).isEqualTo(CloseCode.GOING_AWAY); // It need not wait.
    assertThat(connector.endings)
        .singleElement()
        .matches(ending -> ending.reason() == CloseReason.RELAY_GOING_AWAY);
  }

  @Test
  void takesItThatTheRelayGoesAway() {
    connector.opened(0).link.receive(new ControlMessage.GoingAway(500));
    assertRelayGoesAway();
  }

  @Test
  void takesItAlsoInsteadOfTheGreeting() {
    connector.link.receive(new ControlMessage.GoingAway(500));
    assertRelayGoesAway();
  }
}
