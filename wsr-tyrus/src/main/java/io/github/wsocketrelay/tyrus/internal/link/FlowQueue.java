package io.github.wsocketrelay.tyrus.internal.link;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The datagrams of one flow that wait, oldest first, and what of its turn the flow has left. */
final class FlowQueue {
  final int flow;
  private final ArrayDeque<Waiting> datagrams = new ArrayDeque<>();
  private int bytes;
  private int credit = FairQueue.QUANTUM_BYTES;

  FlowQueue(int flow) {
    this.flow = flow;
  }

  void add(Waiting datagram) {
    datagrams.add(datagram);
    bytes += datagram.bytes();
  }

  @Nullable Waiting oldest() {
    return datagrams.peek();
  }

  Waiting takeOldest() {
    Waiting oldest = datagrams.remove();
    bytes -= oldest.bytes();
    return oldest;
  }

  boolean isEmpty() {
    return datagrams.isEmpty();
  }

  int datagrams() {
    return datagrams.size();
  }

  int bytes() {
    return bytes;
  }

  boolean affords(Waiting datagram) {
    return credit >= datagram.bytes();
  }

  void earn() {
    credit += FairQueue.QUANTUM_BYTES;
  }

  void pay(Waiting datagram) {
    credit -= datagram.bytes();
  }
}
