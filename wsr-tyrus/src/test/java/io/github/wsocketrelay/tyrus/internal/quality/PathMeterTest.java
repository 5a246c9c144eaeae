package io.github.wsocketrelay.tyrus.internal.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Two ends of a tunnel: one asks once a second, the other answers at once. */
class PathMeterTest {
  private static final Offset<Double> NEARLY = Offset.offset(0.001);

  private final ManualTicker ticker = new ManualTicker();
  private final PathMeter asking = new PathMeter(ticker);
  private PathMeter answering = new PathMeter(ticker);

  private PathQuality asked() {
    return asking.quality(Optional.empty());
  }

  private PathQuality answered() {
    return answering.quality(Optional.empty());
  }

  private void pass(long millis) {
    ticker.advance(Duration.ofMillis(millis));
  }

  private static void come(ByteBuffer report, PathMeter to) {
    to.received();
    assertThat(to.take(report)).isTrue();
  }

  /** One exchange, with so many milliseconds on each way, and the rest of a second after it. */
  private void exchange(int there, int back) {
    ByteBuffer report = asking.report();
    pass(there);
    come(report, answering);
    ByteBuffer answer = answering.report();
    pass(back);
    come(answer, asking);
    pass(1_000 - there - back);
  }

  private static void carry(PathMeter from, int sent, PathMeter to, int received) {
    for (int i = 0; i < sent; i++) {
      from.sent();
    }
    for (int i = 0; i < received; i++) {
      to.received();
    }
  }

  @Test
  void knowsNothingBeforeAReport() {
    assertThat(asked()).isEqualTo(PathQuality.UNKNOWN);
  }

  @Test
  void bothEndsMeasureTheRoundTripWithoutTheTimeBetweenReports() {
    exchange(30, 12);
    assertThat(asked().rtt()).contains(Duration.ofMillis(42));
    assertThat(answered().rtt()).isEmpty(); // Nobody has answered its own report yet.
    exchange(30, 12);
    assertThat(answered().rtt()).contains(Duration.ofMillis(42));
  }

  @Test
  void jitterIsThatOfTheWayToThisEnd() {
    exchange(30, 10);
    exchange(30, 18);
    exchange(30, 18);
    assertThat(asked().jitter()).contains(Duration.ofMillis(6));
    assertThat(answered().jitter()).contains(Duration.ZERO);
  }

  @Test
  void bothEndsLearnOfTheLossInBothDirections() {
    for (int second = 0; second < 8; second++) {
      carry(asking, 63, answering, 60); // and one report, which comes
      carry(answering, 99, asking, 98);
      exchange(10, 10);
    }
    assertThat(asked().sendLoss().orElseThrow()).isCloseTo(3.0 / 64, NEARLY);
    assertThat(asked().receiveLoss().orElseThrow()).isCloseTo(0.01, NEARLY);
    assertThat(answered().sendLoss().orElseThrow()).isCloseTo(0.01, NEARLY);
    assertThat(answered().receiveLoss().orElseThrow()).isCloseTo(3.0 / 64, NEARLY);
    assertThat(asked().loss()).isEqualTo(asked().sendLoss());
    assertThat(answered().loss()).isEqualTo(answered().receiveLoss());
  }

  @Test
  void aReportThatIsLostIsALoss() {
    exchange(10, 10);
    exchange(10, 10);
    asking.report();
    pass(1_000);
    exchange(10, 10);
    exchange(10, 10);
    assertThat(answered().receiveLoss().orElseThrow()).isCloseTo(1.0 / 3, NEARLY);
  }

  @Test
  void forgetsWhenNothingComes() {
    exchange(10, 10);
    pass(14_000);
    assertThat(asked().rtt()).isPresent();
    pass(2_000);
    assertThat(asked()).isEqualTo(PathQuality.UNKNOWN);
  }

  @Test
  void goesOnWithAnotherProcessAtTheOtherEnd() {
    for (int second = 0; second < 4; second++) {
      carry(asking, 100, answering, 100);
      exchange(10, 10);
    }
    pass(20_000);
    answering = new PathMeter(ticker);
    for (int second = 0; second < 4; second++) {
      carry(asking, 100, answering, 100);
      exchange(20, 20);
    }
    assertThat(asked().rtt()).contains(Duration.ofMillis(40));
    assertThat(asked().jitter()).contains(Duration.ZERO);
    assertThat(asked().sendLoss()).hasValue(0);
    assertThat(answered().receiveLoss()).hasValue(0);
  }

  @Test
  void anAnswerIsMeasuredOnce() {
    ByteBuffer report = asking.report();
    pass(10);
    come(report, answering);
    come(answering.report(), asking);
    pass(500);
    come(new Report(77, 0, 0, 9, Report.UNKNOWN).encode(), asking); // the same echo again
    assertThat(asked().rtt()).contains(Duration.ofMillis(10));
  }

  @Test
  void anEchoOfTheFutureOrLongAgoIsNotMeasured() {
    come(new Report(1, 5_000_000, 0, 1, Report.UNKNOWN).encode(), asking);
    assertThat(asked().rtt()).isEmpty();
    come(new Report(2, Integer.MIN_VALUE, 0, 2, Report.UNKNOWN).encode(), asking);
    assertThat(asked().rtt()).isEmpty();
  }

  @Test
  void whatIsShorterThanAReportIsNone() {
    assertThat(asking.take(ByteBuffer.allocate(Report.BYTES - 1))).isFalse();
    assertThat(asked()).isEqualTo(PathQuality.UNKNOWN);
  }
}
