package io.github.wsocketrelay.tyrus.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * All roles under random faults and kills for as long as one asks, with 50 flows that are compared
 * byte for byte. Not part of the build: see CONTRIBUTING.md. System properties: {@code
 * soak.minutes} and {@code soak.seed}; with the same seed the same strikes come in the same order.
 */
@ExtendWith(Leaks.class)
@Tag("alone")
class ChurnSoak {
  private static final int DEFAULT_MINUTES = 10;
  private static final Duration RECOVERY = Duration.ofSeconds(60);

  /** An exposer keeps the flows of a connector that was killed for a minute. */
  private static final Duration LETTING_GO = Duration.ofSeconds(100);

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final long seed = Long.getLong("soak.seed", System.nanoTime());
  private final int minutes = Integer.getInteger("soak.minutes", DEFAULT_MINUTES);
  private final SplittableRandom pauses = new SplittableRandom(seed + 1);
  private final SoakTable table = new SoakTable(System.out);

  @Test
  void everyoneFindsEachOtherAgainAndNothingIsLeft() throws Exception {
    System.out.printf("soak.seed=%d soak.minutes=%d%n", seed, minutes);
    try (Churn churn = new Churn(seed)) {
      churn.begin();
      table.head();
      for (int minute = 1; minute <= minutes; minute++) {
        strikeForAMinute(churn);
        table.row(minute, churn);
      }
      assertRecovers(churn);
      assertEndsAtZero(churn);
    }
  }

  private void strikeForAMinute(Churn churn) throws InterruptedException {
    long end = System.nanoTime() + MINUTE_NANOS;
    while (System.nanoTime() - end < 0) {
      // A soak is real time passing: the one place where a test sleeps.
      TimeUnit.MILLISECONDS.sleep(pauses.nextInt(500, 3_000));
      churn.strike();
    }
  }

  private void assertRecovers(Churn churn) {
    churn.heal();
    long healed = System.nanoTime();
    await()
        .atMost(RECOVERY)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () ->
                assertThat(churn.allAnsweredSince(healed))
                    .as("every player hears its server again, seed %d", seed)
                    .isTrue());
    System.out.printf(
        "all flows answered %d ms after the last fault; %d roles ended by themselves%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - healed), churn.endedByThemselves());
    assertThat(churn.damage()).as("wrong bytes, seed %d", seed).isEmpty();
  }

  private void assertEndsAtZero(Churn churn) {
    churn.endPlayersAndConnectors();
    await()
        .atMost(LETTING_GO)
        .untilAsserted(
            () -> {
              assertThat(churn.relay().trafficStats().openTunnels()).as("tunnels").isZero();
              assertThat(churn.exposers())
                  .as("flows and tunnels at exposers, seed %d", seed)
                  .extracting(
                      exposer -> exposer.flows().size(),
                      exposer -> exposer.trafficStats().openTunnels())
                  .containsOnly(tuple(0, 0));
            });
    churn.endExposers();
    await().untilAsserted(() -> assertThat(churn.relay().servers()).as("servers").isZero());
  }
}
