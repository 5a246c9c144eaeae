package io.github.wsocketrelay.tyrus.internal.quality;

import java.time.Duration;
import java.util.Optional;

/**
 * How much the time on the way varies between reports, as RFC 3550 has it in 6.4.1: the difference
 * of the two clocks cancels out. Of the mean the newest makes a quarter and not a sixteenth, since
 * reports come seldom. Not safe for use by many threads.
 */
final class Jitter {
  private static final double GAIN = 1.0 / 4;

  /** A difference beyond is no jitter: the other end was another process, with another clock. */
  private static final long MOST_MICROS = Duration.ofSeconds(10).toNanos() / 1_000;

  private int reports;
  private int transit;
  private double micros;

  /** A report with this clock came when the own clock was that. */
  void add(int clock, int ownClock) {
    int newTransit = ownClock - clock;
    int difference = newTransit - transit; // of numbers that wrap
    long varied = Math.abs((long) difference);
    transit = newTransit;
    if (reports == 0 || varied > MOST_MICROS) {
      reports = 1;
      micros = 0;
      return;
    }
    reports = Math.min(reports + 1, 3);
    micros = reports == 2 ? varied : micros + GAIN * (varied - micros);
  }

  /** Empty until two reports came. */
  Optional<Duration> value() {
    return reports < 2 ? Optional.empty() : Optional.of(Duration.ofNanos((long) (micros * 1_000)));
  }
}
