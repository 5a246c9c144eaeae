package io.github.wsocketrelay.tyrus.internal.link;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The datagrams of one flow that wait, oldest first. */
final class FlowQueue {
  private final ArrayDeque<Waiting> datagrams = new ArrayDeque<>();
  private final Credit credit = new Credit();
  private int flow;
  private int bytes;

  /** Makes an empty queue that of a flow. */
  FlowQueue of(int newFlow) {
    flow = newFlow;
    credit.reset();
    return this;
  }

  int flow() {
    return flow;
  }

  Credit credit() {
    return credit;
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

  /** Whether it has one datagram, and had none before. */
  boolean isSparse() {
    return datagrams.size() == 1 && credit.isNew();
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
}
