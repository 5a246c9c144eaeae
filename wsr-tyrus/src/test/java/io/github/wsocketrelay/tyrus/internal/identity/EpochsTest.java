package io.github.wsocketrelay.tyrus.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class EpochsTest {
  private final AtomicLong wallMillis = new AtomicLong(1_000);
  private final Epochs epochs = new Epochs(wallMillis::get);

  @Test
  void beginsWithTheWallClockShiftedBy20Bits() {
    assertThat(epochs.next()).isEqualTo(1_000L << 20);
  }

  @Test
  void countsUpWhileTheClockStands() {
    long first = epochs.next();

    assertThat(epochs.next()).isEqualTo(first + 1);
    assertThat(epochs.next()).isEqualTo(first + 2);
  }

  @Test
  void goesOnWithTheClock() {
    epochs.next();
    wallMillis.set(1_001);

    assertThat(epochs.next()).isEqualTo(1_001L << 20);
  }

  @Test
  void keepsGrowingWhenTheClockIsSetBack() {
    long first = epochs.next();
    wallMillis.set(1);

    assertThat(epochs.next()).isEqualTo(first + 1);
  }
}
