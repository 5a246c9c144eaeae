package io.github.wsocketrelay.tyrus.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import io.github.wsocketrelay.tyrus.internal.testing.Allocation;
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
    assertThat(Allocation.bytesOf(ControlCodecAllocationTest::carry) / MESSAGES)
        .isLessThan(MOST_BYTES);
  }
}
