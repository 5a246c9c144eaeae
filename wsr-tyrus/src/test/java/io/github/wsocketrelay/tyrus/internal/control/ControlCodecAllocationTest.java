package io.github.wsocketrelay.tyrus.internal.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * What a control message costs. Each new flow is told of in three programs, on the threads that
 * carry everybody's datagrams: a message that looks its record up anew holds all of them up.
 */
class ControlCodecAllocationTest {
  private static final int MESSAGES = 2_000;

  /** Text, objects of JSON and the record are 2,600 bytes; looking records up is 7,100. */
  private static final int MOST_BYTES = 4_000;

  private static void carry() throws MalformedMessageException {
    for (int i = 0; i < MESSAGES; i++) {
      ControlCodec.decode(
          ControlCodec.encode(new ControlMessage.FlowOpened(1, i % 100 + 1, 0, null)));
    }
  }

  @Test
  void theRecordIsLookedUpOnce() throws Exception {
    assumeThat(ManagementFactory.getThreadMXBean()).isInstanceOf(ThreadMXBean.class);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    carry();
    long before = threads.getCurrentThreadAllocatedBytes();
    carry();
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(bytes / MESSAGES).isLessThan(MOST_BYTES);
  }
}
