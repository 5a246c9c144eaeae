package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.protocol.MessageEncoder;
import io.github.wsocketrelay.tyrus.internal.quality.PathMeter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An exposer's answers to reports, also to a connector that sends too many. */
class ExposerReportsTest {
  private static final int CHANNEL = 1;
  private static final int FLOW = 9;
  private static final int HEADER_BYTES = 7;
  private static final int REPORT_BYTES = 18;

  private final TestExposer exposer =
      new TestExposer(30_000, 7_777).registered().tunnelOpened(CHANNEL);
  private final PathMeter connector = new PathMeter(exposer.ticker);

  @BeforeEach
  void openFlow() {
    exposer.openFlow(CHANNEL, FLOW, PathMeter.TARGET);
  }

  private void send(int flow, ByteBuffer payload) {
    ByteBuffer message = ByteBuffer.allocate(1_000);
    MessageEncoder.beginDatagrams(message);
    MessageEncoder.append(message, CHANNEL, flow, payload);
    exposer.link.receive(message.flip());
  }

  private void exchange(int thereMillis, int backMillis) {
    int before = answers();
    ByteBuffer report = connector.report();
    exposer.ticker.advance(Duration.ofMillis(thereMillis));
    send(FLOW, report);
    assertThat(answers()).isEqualTo(before + 1);
    exposer.ticker.advance(Duration.ofMillis(backMillis));
    byte[] message = exposer.link.binaries().get(before);
    assertThat(message).hasSizeGreaterThanOrEqualTo(HEADER_BYTES + REPORT_BYTES);
    connector.received();
    connector.take(ByteBuffer.wrap(message, message.length - REPORT_BYTES, REPORT_BYTES));
    exposer.ticker.advance(Duration.ofSeconds(1));
  }

  private int answers() {
    return exposer.link.datagrams().size();
  }

  private static String idOf(int tunnel) {
    return HexFormat.of().formatHex(TestExposer.tunnel(tunnel));
  }

  @Test
  void theFlowTakesNoPortAndNobodyHearsOfIt() {
    assertThat(exposer.link.newMessages()).isEmpty();
    assertThat(exposer.openFlows()).isZero();
    assertThat(exposer.udp.all()).isEmpty();
    assertThat(exposer.events).noneMatch(event -> event.startsWith("flow"));
  }

  @Test
  void bothEndsKnowTheRoundTrip() {
    exchange(20, 15);
    exchange(20, 15);
    assertThat(exposer.core.quality(idOf(CHANNEL)).orElseThrow().rtt())
        .contains(Duration.ofMillis(35));
    assertThat(exposer.core.quality().rtt()).contains(Duration.ofMillis(35));
    assertThat(connector.quality(exposer.core.quality().linkRtt()).rtt())
        .contains(Duration.ofMillis(35));
    assertThat(exposer.core.trafficStats().totalDropped()).isZero();
  }

  @Test
  void answersNoMoreReportsThanItsBucketHolds() {
    for (int report = 0; report < 10_000; report++) {
      send(FLOW, connector.report());
    }
    assertThat(answers()).isEqualTo(ReportAnswers.BURST);
    exposer.ticker.advance(Duration.ofSeconds(1));
    for (int report = 0; report < 10_000; report++) {
      send(FLOW, connector.report());
    }
    assertThat(answers()).isEqualTo(ReportAnswers.BURST + ReportAnswers.PER_SECOND);
  }

  @Test
  void answersNothingThatIsShorterThanItsAnswer() {
    for (int length = 0; length < REPORT_BYTES; length++) {
      send(FLOW, ByteBuffer.allocate(length));
    }
    assertThat(answers()).isZero();
    send(FLOW, ByteBuffer.allocate(900));
    byte[] message = exposer.link.binaries().get(0);
    assertThat(message.length).isLessThanOrEqualTo(HEADER_BYTES + REPORT_BYTES + 20);
  }

  @Test
  void onlyTheNewestFlowCarriesReports() {
    exposer.openFlow(CHANNEL, FLOW + 1, PathMeter.TARGET);
    send(FLOW, connector.report());
    assertThat(answers()).isZero();
    send(FLOW + 1, connector.report());
    assertThat(answers()).isEqualTo(1);
  }

  @Test
  void aFlowThatTheConnectorEndsIsConfirmedAndAnsweredNoMore() {
    exposer.link.receive(new ControlMessage.FlowClosed(CHANNEL, FLOW));
    assertThat(exposer.link.newMessages())
        .containsExactly(new ControlMessage.FlowClosed(CHANNEL, FLOW));
    send(FLOW, connector.report());
    assertThat(answers()).isZero();
  }

  @Test
  void knowsNothingOfATunnelThatWaitsOrIsUnknown() {
    exchange(20, 15);
    exchange(20, 15);
    exposer.tunnelClosed(CHANNEL, 5, ControlMessage.TunnelClosed.LOST);
    assertThat(exposer.core.quality(idOf(CHANNEL))).contains(PathQuality.UNKNOWN);
    assertThat(exposer.core.quality(idOf(2))).isEmpty();
    assertThat(exposer.core.quality()).isEqualTo(PathQuality.UNKNOWN);
  }

  @Test
  void measuresTheLinkByPongs() {
    exposer.session.look();
    ControlMessage.Ping ping = exposer.link.only(ControlMessage.Ping.class);
    exposer.ticker.advance(Duration.ofMillis(7));
    exposer.link.receive(new ControlMessage.Pong(ping.t()));
    assertThat(exposer.core.quality().linkRtt()).contains(Duration.ofMillis(7));
    exposer.ticker.advance(Duration.ofSeconds(26));
    assertThat(exposer.core.quality().linkRtt()).isEmpty();
  }
}
