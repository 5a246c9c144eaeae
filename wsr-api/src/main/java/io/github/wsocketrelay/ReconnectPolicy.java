package io.github.wsocketrelay;

import java.time.Duration;
import java.util.Optional;

/**
 * How an exposer or a connector comes back when its link to the relay is lost. It waits a random
 * time before each attempt (so that all sides of a relay that was restarted do not come at once),
 * up to {@link #firstDelay} before the first, up to twice that before the second, and so on up to
 * {@link #longestDelay}; in the first minute of an outage up to 1 s at most, for so long players
 * can still be given their ports back. A relay that names a time is not dialled before it, of up to
 * 1 h. Refusals for good (see {@link RejectReason#permanent}) are not tried again.
 *
 * @param firstDelay most time before the first attempt, 10 ms to 1 min
 * @param longestDelay most time before any attempt, from {@code firstDelay} to 1 h
 * @param giveUpAfter how long attempts are begun before the role ends with {@link
 *     CloseReason#LINK_LOST}; zero for not at all, empty for ever
 */
public record ReconnectPolicy(
    Duration firstDelay, Duration longestDelay, Optional<Duration> giveUpAfter) {
  private static final Duration LEAST_DELAY = Duration.ofMillis(10);
  private static final Duration MOST_FIRST_DELAY = Duration.ofMinutes(1);
  private static final Duration MOST_DELAY = Duration.ofHours(1);
  private static final Duration MOST_PATIENCE = Duration.ofDays(365);

  /** Tries for ever, from 0.5 s up to 30 s apart. */
  public static final ReconnectPolicy FOR_EVER =
      new ReconnectPolicy(Duration.ofMillis(500), Duration.ofSeconds(30), Optional.empty());

  /** A lost link ends the role. */
  public static final ReconnectPolicy NEVER = FOR_EVER.givingUpAfter(Duration.ZERO);

  /**
   * Makes a policy.
   *
   * @param firstDelay most time before the first attempt
   * @param longestDelay most time before any attempt
   * @param giveUpAfter how long to try
   * @throws IllegalArgumentException if a time is out of its range
   */
  public ReconnectPolicy {
    Checks.within(firstDelay, LEAST_DELAY, MOST_FIRST_DELAY, "firstDelay");
    Checks.within(longestDelay, firstDelay, MOST_DELAY, "longestDelay");
    giveUpAfter.ifPresent(time -> Checks.within(time, Duration.ZERO, MOST_PATIENCE, "giveUpAfter"));
  }

  /**
   * The same with other delays.
   *
   * @param first most time before the first attempt, 10 ms to 1 min
   * @param longest most time before any attempt, from {@code first} to 1 h
   * @return a new policy
   */
  public ReconnectPolicy delays(Duration first, Duration longest) {
    return new ReconnectPolicy(first, longest, giveUpAfter);
  }

  /**
   * The same with an end.
   *
   * @param time how long to try, up to a year; zero for not at all
   * @return a new policy
   */
  public ReconnectPolicy givingUpAfter(Duration time) {
    return new ReconnectPolicy(firstDelay, longestDelay, Optional.of(time));
  }
}
