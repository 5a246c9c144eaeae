package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.TrafficStats;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Tells on one line who is there, and what was carried since the line before. */
final class StatusLine {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Function<TrafficStats, String> clients;
  private final Supplier<TrafficStats> traffic;
  private final LongSupplier nanoTime;
  private TrafficStats last;
  private long lastNanos;

  StatusLine(
      Function<TrafficStats, String> clients,
      Supplier<TrafficStats> traffic,
      LongSupplier nanoTime) {
    this.clients = clients;
    this.traffic = traffic;
    this.nanoTime = nanoTime;
    this.last = traffic.get();
    this.lastNanos = nanoTime.getAsLong();
  }

  static StatusLine of(Function<TrafficStats, String> clients, Supplier<TrafficStats> traffic) {
    return new StatusLine(clients, traffic, System::nanoTime);
  }

  /** A count with its noun, in the plural where that is due. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** In is what comes from the relay's links, out is what goes to them. */
  String next() {
    TrafficStats now = traffic.get();
    long nanos = nanoTime.getAsLong();
    double seconds = Math.max(1, nanos - lastNanos) / NANOS_PER_SECOND;
    String text =
        "%s | in %s | out %s | %d dropped"
            .formatted(
                clients.apply(now),
                rate(
                    now.linkReceived() - last.linkReceived(),
                    now.linkReceivedBytes() - last.linkReceivedBytes(),
                    seconds),
                rate(
                    now.linkSent() - last.linkSent(),
                    now.linkSentBytes() - last.linkSentBytes(),
                    seconds),
                now.totalDropped());
    last = now;
    lastNanos = nanos;
    return text;
  }

  private static String rate(long datagrams, long bytes, double seconds) {
    return String.format(
        Locale.ROOT, "%.0f/s %.1f kB/s", datagrams / seconds, bytes / seconds / 1_000);
  }
}
