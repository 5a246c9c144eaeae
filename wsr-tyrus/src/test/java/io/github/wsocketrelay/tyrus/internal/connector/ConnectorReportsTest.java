package io.github.wsocketrelay.tyrus.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.quality.PathMeter;
import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A connector's reports, towards exposers that know them and such that do not. */
class ConnectorReportsTest {
  private static final ControlMessage ANNOUNCED =
      new ControlMessage.FlowOpened(0, 0, PathMeter.TARGET);

  private final TestConnector connector = new TestConnector(7_777).opened(0);
  private final PathMeter exposer = new PathMeter(connector.ticker);

  private List<ControlMessage> look() {
    connector.ticker.advance(Duration.ofSeconds(1));
    connector.core.report();
    return connector.link.newMessages();
  }

  private int reports() {
    return connector.link.datagrams().size();
  }

  private void answer() {
    ByteBuffer message =
        ByteBuffer.allocate(100)
            .put((byte) 1)
            .putShort((short) 0)
            .putShort((short) 0)
            .putShort((short) 18)
            .put(exposer.report())
            .flip();
    connector.link.receive(message);
  }

  @Test
  void tellsOfTheFlowFirstAndReportsALookLater() {
    assertThat(look()).containsExactly(ANNOUNCED);
    assertThat(reports()).isZero();
    assertThat(look()).isEmpty();
    assertThat(reports()).isEqualTo(1);
    assertThat(connector.openFlows()).isZero();
  }

  @Test
  void reportsSeldomWhileThereAreNoFlows() {
    for (int look = 0; look <= ReportFlow.FIRST_REPORTS; look++) {
      look();
    }
    assertThat(reports()).isEqualTo(ReportFlow.FIRST_REPORTS);
    for (int look = 0; look < 10; look++) {
      look();
    }
    assertThat(reports()).isEqualTo(ReportFlow.FIRST_REPORTS + 2);
    connector.local(0).receive("x", TestConnector.client(4_000));
    int before = reports();
    for (int look = 0; look < 10; look++) {
      look();
    }
    assertThat(reports()).isEqualTo(before + 10);
  }

  @Test
  void measuresByTheAnswersWhichReachNoLocalProgram() {
    look();
    look();
    connector.ticker.advance(Duration.ofMillis(25));
    byte[] message = connector.link.binaries().get(0);
    exposer.take(ByteBuffer.wrap(message, message.length - 18, 18));
    answer();
    assertThat(connector.core.quality().rtt()).contains(Duration.ofMillis(25));
    assertThat(connector.local(0).sent()).isEmpty();
    assertThat(connector.core.trafficStats().totalDropped()).isZero();
  }

  @Test
  void saysNoMoreToAnExposerThatKnowsNoReports() {
    look();
    connector.link.receive(new ControlMessage.FlowClosed(0, 0));
    assertThat(connector.link.newMessages()).containsExactly(new ControlMessage.FlowClosed(0, 0));
    for (int look = 0; look < 10; look++) {
      assertThat(look()).isEmpty();
    }
    assertThat(connector.link.datagrams()).isEmpty();
    assertThat(connector.core.quality()).isEqualTo(PathQuality.UNKNOWN);
  }

  @Test
  void triesAgainWithTheNextExposer() {
    look();
    connector.link.receive(new ControlMessage.FlowClosed(0, 0));
    connector.link.newMessages();
    connector.link.receive(TestConnector.openedBy(1, 0));
    assertThat(look()).containsExactly(new ControlMessage.FlowOpened(0, 1, PathMeter.TARGET));
  }

  @Test
  void tellsOfTheSameFlowWhenTheTunnelOpensAgain() {
    look();
    look();
    connector.link.receive(TestConnector.openedBy(1, 0));
    assertThat(connector.link.newMessages()).isEmpty();
    assertThat(look()).containsExactly(ANNOUNCED);
    assertThat(reports()).isEqualTo(1);
    look();
    assertThat(reports()).isEqualTo(2);
  }

  @Test
  void isSilentAndKnowsNothingWhileTheServerIsAway() {
    look();
    look();
    answer();
    connector.link.receive(new ControlMessage.ServerAway());
    assertThat(look()).isEmpty();
    assertThat(reports()).isEqualTo(1);
    assertThat(connector.core.quality()).isEqualTo(PathQuality.UNKNOWN);
  }

  @Test
  void whatIsNoReportIsDropped() {
    look();
    connector.link.receiveDatagram(0, 0, "short");
    assertThat(connector.dropped(DropReason.UNKNOWN_FLOW)).isEqualTo(1);
    assertThat(connector.local(0).sent()).isEmpty();
  }

  @Test
  void measuresTheLinkByPongs() {
    connector.session.look();
    ControlMessage.Ping ping = connector.link.only(ControlMessage.Ping.class);
    connector.ticker.advance(Duration.ofMillis(7));
    connector.link.receive(new ControlMessage.Pong(ping.t()));
    assertThat(connector.core.quality().linkRtt()).contains(Duration.ofMillis(7));
    connector.session.look();
    assertThat(connector.link.newMessages())
        .isEmpty(); // It is known, and pings come by themselves.
    connector.link.endedWith(1_006, "broken");
    assertThat(connector.core.quality().linkRtt()).isEmpty();
  }

  @Test
  void aFloodOfReportsIsNotAnswered() {
    look();
    for (int report = 0; report < 10_000; report++) {
      answer();
    }
    assertThat(reports()).isZero();
    FakeLink link = connector.link;
    assertThat(link.isClosed()).isFalse();
  }
}
