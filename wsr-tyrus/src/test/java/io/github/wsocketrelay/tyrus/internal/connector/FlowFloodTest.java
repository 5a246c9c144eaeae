package io.github.wsocketrelay.tyrus.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.limit.TokenBucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A local program that sends from very many ports, such as a port scanner. */
class FlowFloodTest {
  private static final int GAME = 4_000;

  private final TestConnector connector = new TestConnector(7_777).opened(0);

  /** What a relay allows to the link, by its standard limits. */
  private final TokenBucket relay =
      new TokenBucket(
          RelayLimit.FLOW_MESSAGES_PER_SECOND.standard(),
          RelayLimit.FLOW_MESSAGE_BURST.standard(),
          connector.ticker);

  private void receive(int client, String payload) {
    connector.local(0).receive(payload, TestConnector.client(client));
  }

  /** Passes on what was said to the relay, which must not be too much. */
  private List<ControlMessage> relayed() {
    List<ControlMessage> said = connector.link.newMessages();
    said.forEach(message -> assertThat(relay.tryTake(1)).isTrue());
    return said;
  }

  /** A program with 60,000 ports, 3,000 a second, and a game that goes on. */
  private void scan(boolean exposerAnswers) {
    receive(GAME, "hello");
    for (int port = 5_000; port < 65_000; port++) {
      receive(port, "x");
      if (port % 50 == 0) {
        receive(GAME, "go on");
      }
      if (port % 3 == 0) {
        connector.ticker.advance(Duration.ofMillis(1));
      }
      if (port % 15_000 == 0) {
        connector.core.sweep();
      }
      answer(relayed(), exposerAnswers);
    }
  }

  /** As an exposer does: it confirms each end, and refuses new flows where it has no room. */
  private void answer(List<ControlMessage> said, boolean refuses) {
    List<ControlMessage> answers = new ArrayList<>();
    for (ControlMessage message : said) {
      if (message instanceof ControlMessage.FlowOpened opened && refuses && opened.flow() > 0) {
        answers.add(new ControlMessage.FlowClosed(0, opened.flow()));
      } else if (message instanceof ControlMessage.FlowClosed closed && !refuses) {
        answers.add(closed);
      }
    }
    answers.forEach(connector.link::receive);
    relayed();
  }

  private void assertTheGameGoesOn() {
    assertThat(connector.link.isClosed()).isFalse();
    assertThat(connector.openFlows()).isLessThanOrEqualTo(FlowPace.MAX_FLOWS);
    assertThat(connector.events).doesNotContain("flow closed 4000 at 7777");
    assertThat(connector.link.datagrams()).contains("0/0:hello").endsWith("0/0:go on");
    connector.link.receiveDatagram(0, 0, "answer");
    assertThat(connector.local(0).sent()).contains(GAME + ":answer");
    assertThat(connector.dropped(DropReason.NO_FLOW)).isGreaterThan(55_000);
  }

  @Test
  void aPortScanNeitherEndsTheLinkNorTakesTheFlowOfAGame() {
    scan(false);
    receive(GAME, "go on");
    assertTheGameGoesOn();
  }

  @Test
  void norDoesOneWhoseFlowsTheExposerRefuses() {
    scan(true);
    receive(GAME, "go on");
    assertTheGameGoesOn();
  }

  @Test
  void norWhereTheServerGoesAndComesBackMeanwhile() {
    scan(false);
    connector.link.receive(new ControlMessage.ServerAway());
    scan(false);
    connector.link.receive(TestConnector.openedBy(1, 0));
    relayed();
    scan(false);
    receive(GAME, "go on");
    assertTheGameGoesOn();
  }

  @Test
  void aNewFlowOverThePaceIsDroppedAndOpensALittleLater() {
    for (int i = 0; i <= FlowPace.NEW_FLOW_BURST; i++) {
      receive(10_000 + i, "x");
    }
    assertThat(connector.openFlows()).isEqualTo(FlowPace.NEW_FLOW_BURST);
    assertThat(connector.dropped(DropReason.NO_FLOW)).isEqualTo(1);
    connector.ticker.advance(Duration.ofMillis(10));
    receive(10_000 + FlowPace.NEW_FLOW_BURST, "x");
    assertThat(connector.openFlows()).isEqualTo(FlowPace.NEW_FLOW_BURST + 1);
  }

  @Test
  void theFlowThatIsIdleLongestMakesRoomOnceItIsIdleForTenSeconds() {
    for (int i = 0; i < FlowPace.MAX_FLOWS; i++) {
      receive(10_000 + i, "x");
      connector.ticker.advance(Duration.ofMillis(10));
    }
    receive(10_000, "the first goes on");
    receive(9_000, "new");
    assertThat(connector.events).doesNotContain("flow opened 9000 at 7777");
    connector.ticker.advance(ConnectorCore.EVICTABLE_AFTER.minusSeconds(5));
    receive(9_000, "new");
    assertThat(connector.events).endsWith("flow closed 10001 at 7777", "flow opened 9000 at 7777");
    assertThat(connector.openFlows()).isEqualTo(FlowPace.MAX_FLOWS);
  }
}
