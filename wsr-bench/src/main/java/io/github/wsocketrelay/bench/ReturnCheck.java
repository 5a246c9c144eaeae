package io.github.wsocketrelay.bench;

import java.nio.ByteBuffer;
import java.util.BitSet;

/** Judges what comes back to one flow; remembers every sequence number that did. */
final class ReturnCheck {
  private static final int EXPECTED = 4_096;

  private final int flow;
  private final BitSet returned = new BitSet(EXPECTED);

  ReturnCheck(int flow) {
    this.flow = flow;
  }

  Verdict judge(ByteBuffer datagram) {
    if (!DatagramPattern.isIntact(datagram)) {
      return Verdict.ALTERED;
    }
    if (DatagramPattern.flow(datagram) != flow) {
      return Verdict.MISDELIVERED;
    }
    int sequence = DatagramPattern.sequence(datagram);
    if (returned.get(sequence)) {
      return Verdict.DUPLICATE;
    }
    returned.set(sequence);
    return Verdict.GOOD;
  }
}
