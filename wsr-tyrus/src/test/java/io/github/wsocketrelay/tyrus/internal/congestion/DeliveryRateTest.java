package io.github.wsocketrelay.tyrus.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveryRateTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final DeliveryRate rate = new DeliveryRate();
  private long received;
  private int clockMicros;

  /** So many bytes came since the last acknowledgement, the last of them so much later. */
  private void receive(int bytes, int millis) {
    received += bytes;
    clockMicros += millis * 1_000;
    rate.add(received, clockMicros);
  }

  private void receiveEvenly(int bytesPerMilli, int millis) {
    for (int i = 0; i < millis; i += 10) {
      receive(10 * bytesPerMilli, 10);
    }
  }

  @Test
  void isNothingBeforeItWasMeasured() {
    assertThat(rate.bytesIn(SECOND)).isZero();
    receiveEvenly(100, 200);
    assertThat(rate.bytesIn(SECOND)).isZero();
  }

  @Test
  void isWhatCameBySecondsOfTheReceiver() {
    receiveEvenly(100, 500);
    assertThat(rate.bytesIn(SECOND)).isEqualTo(100_000);
    assertThat(rate.bytesIn(SECOND / 10)).isEqualTo(10_000);
  }

  @Test
  void isTheMostThatWasKeptUp() {
    receiveEvenly(100, 500);
    receiveEvenly(300, 500);
    receiveEvenly(150, 500);
    assertThat(rate.bytesIn(SECOND)).isEqualTo(300_000);
  }

  @Test
  void isNoMoreThanTwiceOfWhatIsCarriedNow() {
    receiveEvenly(300, 500);
    receiveEvenly(20, 500);
    assertThat(rate.bytesIn(SECOND)).isEqualTo(40_000);
  }

  @Test
  void whatHadWaitedAndComesAtOnceIsNoRate() {
    receiveEvenly(100, 500);
    for (int pause = 0; pause < 10; pause++) {
      receive(1_000, 500); // It was on the way for half a second,
      receive(49_000, 1); // and what had gathered behind it came right after.
      receiveEvenly(100, 500);
    }
    assertThat(rate.bytesIn(SECOND)).isBetween(100_000L, 101_000L);
  }

  @Test
  void aBurstInALinkThatIsIdleOtherwiseIsNoRate() {
    for (int burst = 0; burst < 10; burst++) {
      receive(100_000, 1);
      receive(100, 2_000);
    }
    assertThat(rate.bytesIn(SECOND)).isLessThan(60_000);
  }

  @Test
  void isForgottenAfterOneToTwoPeriods() {
    receiveEvenly(300, 500);
    receiveEvenly(200, 500);
    rate.rotate();
    receiveEvenly(200, 500);
    assertThat(rate.bytesIn(SECOND)).isEqualTo(300_000);
    rate.rotate();
    assertThat(rate.bytesIn(SECOND)).isEqualTo(200_000);
    rate.rotate();
    rate.rotate();
    assertThat(rate.bytesIn(SECOND)).isZero();
  }

  @Test
  void theClockOfTheReceiverMayOverflow() {
    clockMicros = Integer.MAX_VALUE - 250_000;
    receiveEvenly(100, 500);
    clockMicros = -250_000;
    receiveEvenly(100, 500);
    assertThat(rate.bytesIn(SECOND)).isEqualTo(100_000);
  }

  @Test
  void whatWasCarriedBeforeTheLinkChangedDoesNotCount() {
    receiveEvenly(100, 500);
    rate.rotate();
    receiveEvenly(100, 500);
    rate.forget();
    assertThat(rate.bytesIn(SECOND)).isZero();
    receiveEvenly(60, 700);
    assertThat(rate.bytesIn(SECOND)).isEqualTo(60_000);
  }
}
