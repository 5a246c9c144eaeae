package io.github.wsocketrelay.examples.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** How much of the heap is in use. */
final class HeapUse {
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

  private HeapUse() {}

  /** Bytes in use once everything that nobody needs is gone. */
  static long bytesAfterCollection() {
    // Twice, since what the first run finds to be cleaned up is gone with the second.
    MEMORY.gc();
    MEMORY.gc();
    return MEMORY.getHeapMemoryUsage().getUsed();
  }
}
