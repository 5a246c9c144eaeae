package io.github.wsocketrelay.tyrus.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What the window allows, and what no acknowledgement, true or not, can make of it. */
class WindowBoundsTest {
  private static final int MESSAGE_BYTES = 1_000;

  private final Window window = new Window();
  private long now = Long.MAX_VALUE - 1_000_000_000L;

  /** A message that waited for so long in buffers, and 60 ms in all. */
  private void exchange(int depthMillis) {
    long took = Duration.ofMillis(20L + depthMillis).toNanos();
    window.sent(MESSAGE_BYTES, now);
    long clock = (now + took) / 1_000;
    now += Duration.ofMillis(60).toNanos();
    long hold = Duration.ofMillis(20 - depthMillis / 2).toNanos() / 1_000;
    assertThat(window.acknowledge(window.acknowledged() + MESSAGE_BYTES, hold, (int) clock, now))
        .isTrue();
  }

  private void fill(Window toFill) {
    while (toFill.room() > 0) {
      toFill.sent(MESSAGE_BYTES, now);
    }
  }

  @Test
  void beginsWith256KiBAndWhatIsUnderWayTakesOfThat() {
    assertThat(window.room()).isEqualTo(256 * 1024);
    window.sent(1_000, now);
    assertThat(window.room()).isEqualTo(256 * 1024 - 1_000);
    assertThat(window.underWay()).isEqualTo(1_000);
    window.sent(266_000, now);
    assertThat(window.room()).isZero();
    assertThat(window.underWay()).isEqualTo(267_000);
    assertThat(window.acknowledged()).isZero();
  }

  @Test
  void isSilentWhenNothingWasAcknowledgedForLongerThanThePathNeeds() {
    assertThat(window.isSilent(now)).isFalse();
    exchange(0);
    assertThat(window.isSilent(now + Duration.ofHours(1).toNanos())).isFalse(); // Nothing sent.
    window.sent(MESSAGE_BYTES, now);
    long limit = Duration.ofMillis(Window.SILENT_MILLIS + 2 * 40).toNanos();
    assertThat(window.isSilent(now + limit)).isFalse();
    assertThat(window.isSilent(now + limit + 1_000_000)).isTrue();
  }

  @Test
  void isNotSilentBeforeThePathIsKnown() {
    window.sent(MESSAGE_BYTES, now);
    assertThat(window.isSilent(now + Duration.ofSeconds(10).toNanos())).isFalse();
  }

  @Test
  void isNotSilentWhileAcknowledgementsComeHoweverLateTheyAre() {
    exchange(0);
    for (int i = 0; i < 30; i++) { // 3 s under way
      window.sent(MESSAGE_BYTES, now + i * 100_000_000L);
    }
    long start = now;
    for (int i = 30; i < 100; i++) {
      now = start + i * 100_000_000L;
      window.sent(MESSAGE_BYTES, now);
      assertThat(window.acknowledge(window.acknowledged() + MESSAGE_BYTES, 0, 0, now)).isTrue();
      assertThat(window.isSilent(now + 90_000_000L)).isFalse();
    }
  }

  @Test
  void givesRoomBackForWhatIsAcknowledged() {
    fill(window);
    long underWay = window.underWay();
    assertThat(window.acknowledge(10_000, 0, 0, now)).isTrue();
    assertThat(window.acknowledged()).isEqualTo(10_000);
    assertThat(window.underWay()).isEqualTo(underWay - 10_000);
    assertThat(window.room()).isPositive();
  }

  @Test
  void takesNoAcknowledgementThatCannotBeTrueAndChangesNothing() {
    window.sent(5_000, now);
    assertThat(window.acknowledge(5_001, 0, 0, now)).isFalse();
    assertThat(window.acknowledge(-1, 0, 0, now)).isFalse();
    assertThat(window.acknowledge(Long.MAX_VALUE, 0, 0, now)).isFalse();
    assertThat(window.acknowledged()).isZero();
    assertThat(window.acknowledge(3_000, 0, 0, now)).isTrue();
    assertThat(window.acknowledge(2_999, 0, 0, now)).isFalse();
    assertThat(window.acknowledge(0, 0, 0, now)).isFalse();
    assertThat(window.acknowledged()).isEqualTo(3_000);
    assertThat(window.underWay()).isEqualTo(2_000);
    assertThat(window.room()).isEqualTo(Window.START_BYTES - 2_000);
    assertThat(window.acknowledge(3_000, 0, 0, now)).isTrue(); // The same again is no lie.
  }

  @Test
  void keepsItsSizeInTwoDeepIntervalsAndNotInThree() {
    growUp();
    exchange(40);
    exchange(40);
    exchange(0);
    exchange(40);
    exchange(40);
    assertThat(window.room()).isEqualTo(Window.USUAL_BYTES);
    exchange(40);
    assertThat(window.room()).isLessThan(Window.USUAL_BYTES);
  }

  @Test
  void isLargeWhileTheLinkIsYoungUnlessItIsDeepForSoLong() {
    now = 0; // The clock here would jump where the other one overflows.
    exchange(0);
    assertThat(window.room()).isEqualTo(Window.START_BYTES);
    for (int interval = 0; interval < 9; interval++) {
      exchange(40);
    }
    assertThat(window.room()).isGreaterThanOrEqualTo(Window.START_BYTES);
    int more = 0;
    while (window.room() >= Window.START_BYTES && more < 1_000) {
      exchange(40);
      more++;
    }
    assertThat(more).isEqualTo(2); // An interval ends with the exchange after it.
  }

  private void growUp() {
    for (int interval = 0; interval < 9_000 / 60; interval++) {
      exchange(0);
    }
  }

  @Test
  void aSenderThatIsNotLimitedDoesNotGrowEither() {
    growUp();
    assertThat(window.room()).isEqualTo(Window.USUAL_BYTES);
  }

  @Test
  void aClockThatStoodStillDoesNotMakeTheLinkANearOne() {
    growUp();
    window.sent(MESSAGE_BYTES, now);
    long heldLongerThanItTook = Duration.ofMillis(250).toNanos() / 1_000;
    int clock = (int) (now / 1_000 + 20_000);
    now += Duration.ofMillis(60).toNanos();
    window.acknowledge(window.acknowledged() + MESSAGE_BYTES, heldLongerThanItTook, clock, now);
    assertThat(window.room()).isEqualTo(Window.USUAL_BYTES);
  }

  @Test
  void whatIsSparseMayExceedTheWindowByAQuarter() {
    fill(window);
    assertThat(window.hasRoomForSparse()).isTrue();
    while (window.hasRoomForSparse()) {
      window.sent(100, now);
    }
    long most = Window.START_BYTES + Window.START_BYTES / 4;
    assertThat(window.underWay()).isBetween(most, most + 100);
  }

  @Test
  void datagramsShareAnEighthOfTheWindow() {
    growUp();
    assertThat(window.messageBytes()).isEqualTo(8 * 1024);
    exchange(40);
    exchange(40);
    exchange(40);
    assertThat(window.messageBytes()).isEqualTo(1_500);
  }

  /** An acknowledgement after a wait, of some of what is under way. */
  record Claim(int waitMillis, int percent, long holdMicros, int clockMicros) {}

  @Provide
  Arbitrary<List<Claim>> claims() {
    return Combinators.combine(
            Arbitraries.of(0, 1, 10, 60, 300, 11_000),
            Arbitraries.of(0, 1, 50, 99, 100),
            Arbitraries.oneOf(
                Arbitraries.of(0L, 0xffff_ffffL), Arbitraries.longs().between(0, 0xffff_ffffL)),
            Arbitraries.oneOf(
                Arbitraries.of(0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE),
                Arbitraries.integers()))
        .as(Claim::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(200);
  }

  @Property(tries = 300)
  void noReceiverCanMakeTheWindowLeaveItsBounds(@ForAll("claims") List<Claim> claims) {
    Window tried = new Window();
    for (Claim claim : claims) {
      fill(tried);
      now += Duration.ofMillis(claim.waitMillis()).toNanos();
      long received = tried.acknowledged() + tried.underWay() * claim.percent() / 100;
      assertThat(tried.acknowledge(received, claim.holdMicros(), claim.clockMicros(), now))
          .isTrue();
      // Drained to what makes a receiver acknowledge, or stretched threefold.
      long allowed = tried.room() == 0 ? 0 : tried.room() + tried.underWay();
      assertThat(allowed == 0 || allowed >= Acknowledger.SOME_BYTES).isTrue();
      assertThat(allowed).isLessThanOrEqualTo(3L * Window.MAX_BYTES);
      assertThat(tried.messageBytes()).isBetween(1_500, 16 * 1024);
    }
    tried.acknowledge(tried.acknowledged() + tried.underWay(), 0, 0, now);
    assertThat(tried.room()).isGreaterThanOrEqualTo(Acknowledger.SOME_BYTES);
  }
}
