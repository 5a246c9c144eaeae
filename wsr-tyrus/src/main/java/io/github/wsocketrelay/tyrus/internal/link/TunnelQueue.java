package io.github.wsocketrelay.tyrus.internal.link;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The flows of one tunnel in which something waits, which take turns by bytes. */
final class TunnelQueue {
  final int channel;
  private final List<FlowQueue> flows = new ArrayList<>();
  private int turn;
  private int bytes;
  private int datagrams;
  private int credit = FairQueue.QUANTUM_BYTES;

  TunnelQueue(int channel) {
    this.channel = channel;
  }

  /** The queue of a flow, made if nothing of it waits yet. */
  FlowQueue flow(int number) {
    for (int i = 0; i < flows.size(); i++) {
      if (flows.get(i).flow == number) {
        return flows.get(i);
      }
    }
    FlowQueue added = new FlowQueue(number);
    flows.add(added);
    return added;
  }

  void add(FlowQueue to, Waiting datagram) {
    to.add(datagram);
    bytes += datagram.bytes();
    datagrams++;
  }

  /** Takes the oldest of a flow out of turn: it is dropped. */
  Waiting drop(FlowQueue from) {
    Waiting dropped = take(from);
    if (from.isEmpty()) {
      forget(flows.indexOf(from));
    }
    return dropped;
  }

  /** What is to be sent next, or null when nothing waits. */
  @Nullable Waiting next() {
    while (!flows.isEmpty()) {
      FlowQueue flow = flows.get(turn);
      Waiting oldest = flow.oldest();
      if (oldest != null && flow.affords(oldest)) {
        return oldest;
      }
      flow.earn();
      turn = (turn + 1) % flows.size();
    }
    return null;
  }

  /** Takes what {@link #next} gave. */
  void send(Waiting next) {
    FlowQueue flow = flows.get(turn);
    take(flow);
    flow.pay(next);
    credit -= next.bytes();
    if (flow.isEmpty()) {
      forget(turn);
    }
  }

  private Waiting take(FlowQueue from) {
    Waiting oldest = from.takeOldest();
    bytes -= oldest.bytes();
    datagrams--;
    return oldest;
  }

  private void forget(int index) {
    flows.remove(index);
    if (index < turn) {
      turn--;
    }
    if (turn >= flows.size()) {
      turn = 0;
    }
  }

  /** The flow whose turn it is. */
  FlowQueue current() {
    return flows.get(turn);
  }

  /** The flow with the most bytes. */
  FlowQueue longest() {
    FlowQueue longest = flows.get(0);
    for (int i = 1; i < flows.size(); i++) {
      if (flows.get(i).bytes() > longest.bytes()) {
        longest = flows.get(i);
      }
    }
    return longest;
  }

  boolean isEmpty() {
    return datagrams == 0;
  }

  int datagrams() {
    return datagrams;
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
}
