package io.github.wsocketrelay.tyrus.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import io.github.wsocketrelay.tyrus.internal.testing.FakeUdpSockets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A listener that is called on the thread on which something happens may wait for another thread,
 * which takes the locks: none of them is held.
 */
class ConnectorListenerTest {

  /** A link that is dialled beside, and in the end is of no use: giving it up takes the lock. */
  private static Runnable givingUpAnother(TestConnector connector) {
    FakeLink used = connector.link;
    ConnectorSession another = connector.dialledWithoutGreeting().session;
    connector.link = used;
    return another::abandon;
  }

  @Test
  void hearsOfFlowsWithNoLockHeld() {
    TestConnector connector = new TestConnector(7_777).opened(0);
    connector.waitsForAnotherThread(givingUpAnother(connector));
    connector.local(0).receive("a", TestConnector.client(5_000));
    connector.local(0).receive("b", TestConnector.client(5_001));
    connector.link.receive(new ControlMessage.FlowClosed(0, 0));
    connector.ticker.advance(TestConnector.IDLE);
    connector.core.sweep();
    connector.local(0).receive("c", TestConnector.client(5_002));
    connector.core.close();
    assertThat(connector.events)
        .containsExactly(
            "flow opened 5000 at 7777",
            "flow opened 5001 at 7777",
            "flow closed 5000 at 7777",
            "flow closed 5001 at 7777",
            "flow opened 5002 at 7777",
            "flow closed 5002 at 7777");
  }

  @Test
  void hearsOfATargetWithoutAPortWithNoLockHeld() {
    FakeUdpSockets udp = new FakeUdpSockets();
    TestConnector connector =
        new TestConnector(udp, Optional.of(TestConnector.LOOPBACK), 65_535).greeted();
    FakeLink first = connector.link;
    FakeLink beside = connector.dialled().link;
    connector.waitsForAnotherThread(() -> beside.receive(TestConnector.openedBy(1, 0, 1)));
    first.receive(TestConnector.openedBy(1, 0, 1));
    assertThat(connector.events).contains("target 1 unavailable at 65536");
    assertThat(connector.events).noneMatch(event -> event.startsWith("the other thread"));
  }
}
