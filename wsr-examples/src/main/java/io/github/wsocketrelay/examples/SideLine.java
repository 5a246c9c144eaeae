package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.PathQuality;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.TrafficStats;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * An exposer's or connector's status on one line: who is there, what was carried since the line
 * before, and how good the way is, of which what is not known is left out.
 */
final class SideLine {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double BITS_PER_MEGABIT = 1e6;

  private final Supplier<RoleState> state;
  private final Supplier<TrafficStats> traffic;
  private final Supplier<PathQuality> quality;
  private final LongSupplier nanoTime;
  private TrafficStats last;
  private long lastNanos;

  SideLine(
      Supplier<RoleState> state,
      Supplier<TrafficStats> traffic,
      Supplier<PathQuality> quality,
      LongSupplier nanoTime) {
    this.state = state;
    this.traffic = traffic;
    this.quality = quality;
    this.nanoTime = nanoTime;
    this.last = traffic.get();
    this.lastNanos = nanoTime.getAsLong();
  }

  static SideLine of(
      Supplier<RoleState> state, Supplier<TrafficStats> traffic, Supplier<PathQuality> quality) {
    return new SideLine(state, traffic, quality, System::nanoTime);
  }

  /** Up is what goes to the relay, down what comes from there. */
  String next() {
    TrafficStats now = traffic.get();
    long nanos = nanoTime.getAsLong();
    double seconds = Math.max(1, nanos - lastNanos) / NANOS_PER_SECOND;
    String text =
        String.format(
            Locale.ROOT,
            "%s | up %.2f down %.2f Mbit/s%s",
            LinkReport.status(state.get(), StatusLine.count(now.openFlows(), "client")),
            megabits(now.linkSentBytes() - last.linkSentBytes()) / seconds,
            megabits(now.linkReceivedBytes() - last.linkReceivedBytes()) / seconds,
            text(quality.get()));
    last = now;
    lastNanos = nanos;
    return text;
  }

  private static double megabits(long bytes) {
    return bytes * 8 / BITS_PER_MEGABIT;
  }

  private static String text(PathQuality quality) {
    StringBuilder text = new StringBuilder();
    if (quality.rtt().isPresent()) {
      text.append(" | RTT ").append(millis(quality.rtt().get()));
    } else {
      quality.linkRtt().ifPresent(rtt -> text.append(" | RTT to relay ").append(millis(rtt)));
    }
    quality.jitter().ifPresent(jitter -> text.append(" | jitter ").append(millis(jitter)));
    quality
        .loss()
        .ifPresent(loss -> text.append(String.format(Locale.ROOT, " | loss %.1f %%", 100 * loss)));
    return text.toString();
  }

  private static String millis(Duration time) {
    return Math.round(time.toNanos() / 1e6) + " ms";
  }
}
