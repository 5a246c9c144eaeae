package io.github.wsocketrelay.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** How much of the heap is in use. */
final class HeapUse {
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

  private static final int LOOKS = 8;
  private static final long LOOK_MILLIS = 100;

  private HeapUse() {}

  /**
   * Bytes in use once everything that nobody needs is gone. The least of several looks: what was
   * closed right before is let go by cleaners and threads some 0.3 s later, and what the JVM itself
   * allocates shows in single looks, as up to 2 MB.
   */
  static long bytesAfterCollection() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < LOOKS; i++) {
      Thread.sleep(LOOK_MILLIS);
      MEMORY.gc();
      least = Math.min(least, MEMORY.getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
