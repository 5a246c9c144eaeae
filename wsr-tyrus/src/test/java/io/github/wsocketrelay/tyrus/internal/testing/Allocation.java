package io.github.wsocketrelay.tyrus.internal.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what code allocates on the thread that runs it. */
public final class Allocation {
  private Allocation() {}

  /** Something that is done many times. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /** The bytes that it allocates when it runs again; skips the test where Java cannot tell. */
  public static long bytesOf(Work work) throws Exception {
    assumeThat(ManagementFactory.getThreadMXBean()).isInstanceOf(ThreadMXBean.class);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    work.run(); // Warm, and with all that is kept at its size.
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
