package io.github.wsocketrelay.tyrus.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What a soak prints each minute: silences and losses of that minute, and what the process has. */
final class SoakTable {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ROW = "%7s %7s %8s %8s %8s %8s %8s %8s %8s %8s %8s %7s%n";

  private final PrintStream out;
  private long sent;
  private long answered;

  SoakTable(PrintStream out) {
    this.out = out;
  }

  void head() {
    out.printf(
        ROW,
        "minute",
        "strikes",
        "gap p50",
        "gap p99",
        "max",
        "sent",
        "lost",
        "lost %",
        "RSS MiB",
        "heap MiB",
        "threads",
        "fds");
  }

  void row(int minute, Churn churn) {
    long newlySent = churn.sent() - sent;
    long lost = newlySent - (churn.answered() - answered);
    sent += newlySent;
    answered = churn.answered();
    out.printf(
        ROW,
        minute,
        churn.events(),
        millis(churn.gaps().percentile(0.5)),
        millis(churn.gaps().percentile(0.99)),
        millis(churn.takeLongestSilence()),
        newlySent,
        lost,
        newlySent == 0 ? 0 : "%.1f".formatted(100.0 * lost / newlySent),
        residentMebibytes(),
        heapMebibytes(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        Leaks.descriptorCount());
    churn.gaps().clear();
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + " ms";
  }

  private static long heapMebibytes() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }

  /** 0 where the system does not tell it so. */
  private static long residentMebibytes() {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
