package io.github.wsocketrelay.tyrus.internal.link;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The datagrams of one flow that wait, oldest first. */
final class FlowQueue {
  private final Credit credit = new Credit();
  private @Nullable Waiting oldest;
  private @Nullable Waiting newest;
  private int flow;
  private int datagrams;
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
    if (newest == null) {
      oldest = datagram;
    } else {
      newest.setBehind(datagram);
    }
    newest = datagram;
    datagrams++;
    bytes += datagram.bytes();
  }

  @Nullable Waiting oldest() {
    return oldest;
  }

  /** Takes the oldest, of which there must be one. */
  Waiting takeOldest() {
    Waiting taken = Objects.requireNonNull(oldest);
    oldest = taken.behind();
    if (oldest == null) {
      newest = null;
    }
    taken.setBehind(null);
    datagrams--;
    bytes -= taken.bytes();
    return taken;
  }

  /** Whether it has one datagram, and had none before. */
  boolean isSparse() {
    return datagrams == 1 && credit.isNew();
  }

  boolean isEmpty() {
    return oldest == null;
  }

  int datagrams() {
    return datagrams;
  }

  int bytes() {
    return bytes;
  }
}
