package io.github.wsocketrelay.tyrus.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AcknowledgerTest {
  private static final int KIB = 1_024;

  private final ManualTicker ticker = new ManualTicker();
  private final Acknowledger acknowledger = new Acknowledger(ticker.nanos());

  private void pass(int millis) {
    ticker.advance(Duration.ofMillis(millis));
  }

  private void receive(int bytes) {
    acknowledger.received(bytes, ticker.nanos());
  }

  private boolean isDue() {
    return acknowledger.isDue(ticker.nanos());
  }

  private boolean isWelcome() {
    return acknowledger.isWelcome(ticker.nanos());
  }

  /** What an acknowledgement says, behind its type. */
  private ByteBuffer write() {
    ByteBuffer message = ByteBuffer.allocate(17);
    acknowledger.write(message, ticker.nanos());
    assertThat(message.flip().get()).isEqualTo((byte) 2);
    return message;
  }

  /** Uses up what may come sooner. */
  private void acknowledgeTenSooner() {
    for (int i = 0; i < Acknowledger.MOST_SOONER; i++) {
      receive(2 * KIB);
      assertThat(isDue()).isTrue();
      write();
    }
  }

  @Test
  void owesNothingAtFirstHoweverLongThatIs() {
    pass(10_000);
    assertThat(acknowledger.isOwing()).isFalse();
    assertThat(isDue()).isFalse();
    assertThat(isWelcome()).isFalse();
  }

  @Test
  void saysHowMuchCameHowLongAgoAndWhen() {
    receive(1_000);
    pass(7);
    receive(500);
    pass(3);
    ByteBuffer first = write();
    assertThat(first.getLong()).isEqualTo(1_500);
    assertThat(first.getInt()).isEqualTo(3_000); // µs
    int clock = first.getInt();
    pass(2_000); // The ticker overflows meanwhile.
    receive(1);
    ByteBuffer second = write();
    assertThat(second.getLong()).isEqualTo(1_501);
    assertThat(second.getInt()).isZero();
    assertThat(second.getInt() - clock).isEqualTo(2_003_000);
  }

  @Test
  void owesUntilAllIsAcknowledged() {
    receive(1);
    assertThat(acknowledger.isOwing()).isTrue();
    write();
    assertThat(acknowledger.isOwing()).isFalse();
    receive(1);
    assertThat(acknowledger.isOwing()).isTrue();
  }

  @Test
  void ofABurstEvery2KiBAreAcknowledgedTenTimes() {
    acknowledgeTenSooner();
    receive(2 * KIB);
    assertThat(isDue()).isFalse();
    pass(10);
    assertThat(isDue()).isTrue();
    write();
    receive(2 * KIB);
    assertThat(isDue()).isFalse();
  }

  @Test
  void tenMoreMayComeSoonerAfter100Milliseconds() {
    acknowledgeTenSooner();
    pass(99);
    receive(2 * KIB);
    write();
    receive(2 * KIB);
    assertThat(isDue()).isFalse();
    pass(1);
    acknowledgeTenSooner();
    receive(2 * KIB);
    assertThat(isDue()).isFalse();
  }

  @Test
  void whatComesEvery10MillisecondsIsNotCountedAsSooner() {
    for (int i = 0; i < 9; i++) {
      pass(10);
      receive(2 * KIB);
      write();
    }
    acknowledgeTenSooner();
  }

  @Test
  void thirtyTwoKiBNeverWait() {
    acknowledgeTenSooner();
    receive(32 * KIB - 1);
    assertThat(isDue()).isFalse();
    receive(1);
    assertThat(isDue()).isTrue();
    write();
    assertThat(isDue()).isFalse();
  }

  @Test
  void lessThan2KiBWaitFor250Milliseconds() {
    receive(2 * KIB - 1);
    pass(249);
    assertThat(isDue()).isFalse();
    pass(1);
    assertThat(isDue()).isTrue();
  }

  @Test
  void oneByteIsDue250MillisecondsAfterTheLastAcknowledgement() {
    pass(200);
    receive(2 * KIB);
    write();
    receive(1);
    pass(249);
    assertThat(isDue()).isFalse();
    pass(1);
    assertThat(isDue()).isTrue();
  }

  @Test
  void ridesWithDatagramsFrom1KiBOrHalfTheLongestWait() {
    receive(1_023);
    assertThat(isWelcome()).isFalse();
    receive(1);
    assertThat(isWelcome()).isTrue();
    write();
    assertThat(isWelcome()).isFalse();
    receive(1);
    pass(124);
    assertThat(isWelcome()).isFalse();
    pass(1);
    assertThat(isWelcome()).isTrue();
    assertThat(isDue()).isFalse();
  }
}
