package io.github.wsocketrelay.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each thread of this process has used so far, told apart by name: see docs/threading.md for
 * the names. A thread that ends between two looks is missed; those that carry datagrams do not end.
 * The JVM's own threads, such as those of the compiler and the collector, are no threads here.
 */
final class ThreadCosts {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final String TUNNEL = "wsr-";
  private static final String RELAY = "wsr-relay";

  /** Grizzly's clock, one for each relay. */
  private static final String RELAY_CLOCK = "HttpServer-";

  private final Map<Long, Use> uses;

  private ThreadCosts(Map<Long, Use> uses) {
    this.uses = uses;
  }

  static ThreadCosts now() {
    long[] ids = THREADS.getAllThreadIds();
    long[] nanos = THREADS.getThreadCpuTime(ids);
    long[] bytes = THREADS.getThreadAllocatedBytes(ids);
    ThreadInfo[] infos = THREADS.getThreadInfo(ids);
    Map<Long, Use> uses = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      if (infos[i] != null && nanos[i] >= 0) {
        uses.put(ids[i], new Use(infos[i].getThreadName(), nanos[i], bytes[i]));
      }
    }
    return new ThreadCosts(uses);
  }

  /** How many threads the tunnels have now, the relay's among them. */
  static long tunnelThreads() {
    return Stream.of(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(info -> info != null && info.getThreadName().startsWith(TUNNEL))
        .count();
  }

  /** What was used from this look to a later one. */
  Cost until(ThreadCosts later) {
    long relayNanos = 0;
    long sidesNanos = 0;
    long benchNanos = 0;
    long relayBytes = 0;
    long sidesBytes = 0;
    for (Map.Entry<Long, Use> entry : later.uses.entrySet()) {
      Use use = entry.getValue().since(uses.get(entry.getKey()));
      if (use.isRelay()) {
        relayNanos += use.nanos;
        relayBytes += use.bytes;
      } else if (use.name.startsWith(TUNNEL)) {
        sidesNanos += use.nanos;
        sidesBytes += use.bytes;
      } else {
        benchNanos += use.nanos;
      }
    }
    return new Cost(relayNanos, sidesNanos, benchNanos, relayBytes, sidesBytes);
  }

  private record Use(String name, long nanos, long bytes) {
    Use since(@Nullable Use before) {
      return before == null ? this : new Use(name, nanos - before.nanos, bytes - before.bytes);
    }

    boolean isRelay() {
      return name.startsWith(RELAY) || name.startsWith(RELAY_CLOCK);
    }
  }
}
