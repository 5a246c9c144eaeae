package io.github.wsocketrelay.tyrus.internal.link;

/** How many bytes a tunnel, or a flow, may still send in its turn: the deficit of round robin. */
final class Credit {
  /** What is earned in a turn: a datagram of the usual largest size on the internet. */
  static final int QUANTUM_BYTES = 1_500;

  private int bytes = QUANTUM_BYTES;

  boolean affords(Waiting datagram) {
    return bytes >= datagram.bytes();
  }

  void earn() {
    bytes += QUANTUM_BYTES;
  }

  void pay(Waiting datagram) {
    bytes -= datagram.bytes();
  }

  /** Whether nothing was earned or paid. */
  boolean isNew() {
    return bytes == QUANTUM_BYTES;
  }

  /** As new: nobody saves while nothing waits. */
  void reset() {
    bytes = QUANTUM_BYTES;
  }
}
