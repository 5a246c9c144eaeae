package io.github.wsocketrelay.tyrus.internal.stats;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.LinkTimes;
import io.github.wsocketrelay.TrafficStats;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What one role has carried and lost. Safe for use by many threads. */
public final class TrafficCounters {
  private final Traffic udpReceived = new Traffic();
  private final Traffic udpSent = new Traffic();
  private final Traffic linkReceived = new Traffic();
  private final Traffic linkSent = new Traffic();
  private final TimeCounter queueAge = new TimeCounter();
  private final TimeCounter write = new TimeCounter();
  private final TimeCounter roundTrip = new TimeCounter();
  private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);

  public TrafficCounters() {
    for (DropReason reason : DropReason.values()) {
      dropped.put(reason, new LongAdder());
    }
  }

  public void udpReceived(int bytes) {
    udpReceived.add(bytes);
  }

  public void udpSent(int bytes) {
    udpSent.add(bytes);
  }

  public void linkReceived(int bytes) {
    linkReceived.add(bytes);
  }

  /** A datagram goes out after it has waited for so long. */
  public void linkSent(int bytes, long waitedNanos) {
    linkSent.add(bytes);
    queueAge.add(waitedNanos);
  }

  /** A message with datagrams was taken by the operating system. */
  public void written(long nanos) {
    write.add(nanos);
  }

  /** What was sent has come, and the other end's word of it. */
  public void roundTrip(long nanos) {
    roundTrip.add(nanos);
  }

  public void dropped(DropReason reason) {
    dropped(reason, 1);
  }

  public void dropped(DropReason reason, int datagrams) {
    Objects.requireNonNull(dropped.get(reason)).add(datagrams);
  }

  public TrafficStats snapshot(int openTunnels, int openFlows) {
    Map<DropReason, Long> byReason = new EnumMap<>(DropReason.class);
    dropped.forEach((reason, count) -> byReason.put(reason, count.sum()));
    return new TrafficStats(
        udpReceived.datagrams.sum(),
        udpReceived.bytes.sum(),
        udpSent.datagrams.sum(),
        udpSent.bytes.sum(),
        linkReceived.datagrams.sum(),
        linkReceived.bytes.sum(),
        linkSent.datagrams.sum(),
        linkSent.bytes.sum(),
        Collections.unmodifiableMap(byReason),
        openTunnels,
        openFlows,
        new LinkTimes(queueAge.snapshot(), write.snapshot(), roundTrip.snapshot()));
  }

  private static final class Traffic {
    final LongAdder datagrams = new LongAdder();
    final LongAdder bytes = new LongAdder();

    void add(int payloadBytes) {
      datagrams.increment();
      bytes.add(payloadBytes);
    }
  }
}
