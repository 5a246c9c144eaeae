package io.github.wsocketrelay.tyrus.internal.link;

import org.jspecify.annotations.Nullable;

/**
 * What waits of one tunnel: its control messages, which go before its datagrams, and the flows in
 * which something waits, which take turns by bytes.
 */
final class TunnelQueue {
  private final FlowQueue controls = new FlowQueue().of(Waiting.CONTROL);
  private final Turns<FlowQueue> flows = new Turns<>();
  private final Credit credit = new Credit();
  private final Spares<FlowQueue> spares;
  private int channel;
  private int bytes;
  private int datagrams;

  /** Makes one that takes empty queues of flows from the spare ones, and gives them back. */
  TunnelQueue(Spares<FlowQueue> spares) {
    this.spares = spares;
  }

  /** Makes an empty queue that of a channel. */
  TunnelQueue of(int newChannel) {
    channel = newChannel;
    credit.reset();
    return this;
  }

  int channel() {
    return channel;
  }

  Credit credit() {
    return credit;
  }

  void addControl(Waiting control) {
    controls.add(control);
  }

  /** How many control messages wait. */
  int controls() {
    return controls.datagrams();
  }

  Waiting takeControl() {
    return controls.takeOldest();
  }

  /** The queue of a flow, made if nothing of it waits yet. */
  FlowQueue flow(int number) {
    for (int i = 0; i < flows.size(); i++) {
      if (flows.get(i).flow() == number) {
        return flows.get(i);
      }
    }
    FlowQueue spare = spares.poll();
    FlowQueue added = (spare == null ? new FlowQueue() : spare).of(number);
    flows.add(added);
    return added;
  }

  /** For loops that allocate nothing: {@link #flowAt} from 0 up to this. */
  int flows() {
    return flows.size();
  }

  FlowQueue flowAt(int index) {
    return flows.get(index);
  }

  void add(FlowQueue to, Waiting datagram) {
    to.add(datagram);
    bytes += datagram.bytes();
    datagrams++;
  }

  /** What is to be sent next, or null when nothing waits. */
  @Nullable Waiting next() {
    if (!controls.isEmpty()) {
      return controls.oldest();
    }
    while (!flows.isEmpty()) {
      FlowQueue flow = flows.current();
      Waiting oldest = flow.oldest();
      if (oldest != null && flow.credit().affords(oldest)) {
        return oldest;
      }
      flow.credit().earn();
      flows.pass();
    }
    return null;
  }

  /** The flow of what {@link #next} gave, which is a datagram. */
  FlowQueue current() {
    return flows.current();
  }

  /** Takes the oldest datagram of a flow. */
  Waiting take(FlowQueue from) {
    Waiting oldest = from.takeOldest();
    bytes -= oldest.bytes();
    datagrams--;
    if (from.isEmpty()) {
      flows.remove(from);
      spares.offer(from);
    }
    return oldest;
  }

  /** The flow with the most bytes. */
  FlowQueue longest() {
    FlowQueue longest = flows.current();
    for (int i = 0; i < flows.size(); i++) {
      if (flows.get(i).bytes() > longest.bytes()) {
        longest = flows.get(i);
      }
    }
    return longest;
  }

  boolean isEmpty() {
    return datagrams == 0 && controls.isEmpty();
  }

  int datagrams() {
    return datagrams;
  }

  int bytes() {
    return bytes;
  }
}
