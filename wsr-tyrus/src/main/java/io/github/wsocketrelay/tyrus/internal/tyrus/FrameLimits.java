package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.limit.TokenBucket;
import io.github.wsocketrelay.tyrus.internal.link.MemoryBudget;
import java.net.InetSocketAddress;

/**
 * What the frames of one connection may cost the relay. Frames that carry nothing, or nearly, cost
 * work all the same, and Tyrus answers each ping by itself; a message that is not complete takes
 * memory, wherever its parts are kept. On the connection's thread, but for what memory asks.
 */
final class FrameLimits implements FrameRules, MemoryBudget.Holder {
  /** Parts smaller than this are counted; who has reason to cut a message makes larger ones. */
  static final int SMALL_PART_BYTES = 16;

  /**
   * More cannot wait to be written, of the one message at a time that may and usual answers to
   * pings.
   */
  static final int MOST_UNWRITTEN_BYTES = 256 * 1024;

  private final Limits<RelayLimit> limits;
  private final GrizzlyWire wire;
  private final InetSocketAddress peer;
  private final TokenBucket frames;
  private final MemoryBudget memory;
  private final Object lock = new Object();
  private volatile long incomplete; // written under lock
  private boolean closed; // guarded by lock

  FrameLimits(Limits<RelayLimit> limits, MemoryBudget memory, GrizzlyWire wire, Ticker ticker) {
    this.limits = limits;
    this.memory = memory;
    this.wire = wire;
    this.peer = wire.client();
    this.frames =
        new TokenBucket(
            limits.of(RelayLimit.CONTROL_PER_SECOND), limits.of(RelayLimit.CONTROL_BURST), ticker);
    memory.join(this);
  }

  @Override
  public boolean admits(FrameHeader header) {
    if (isCounted(header) && !frames.tryTake(1)) {
      limits.hit(RelayLimit.CONTROL_PER_SECOND, peer);
      return false;
    }
    return !header.isControl() || wire.unwrittenBytes() <= MOST_UNWRITTEN_BYTES;
  }

  private static boolean isCounted(FrameHeader header) {
    boolean isPart = header.isContinuation() || !header.isFinal();
    return header.isControl()
        || header.payloadBytes() == 0
        || (isPart && header.payloadBytes() < SMALL_PART_BYTES);
  }

  @Override
  public boolean admitsIncomplete(long bytes) {
    synchronized (lock) {
      if (closed || !memory.tryAdd(bytes)) {
        return false;
      }
      incomplete += bytes;
    }
    memory.relieve();
    return true;
  }

  @Override
  public void completed() {
    synchronized (lock) {
      memory.remove(incomplete);
      incomplete = 0;
    }
  }

  /** The connection is gone. */
  void closed() {
    memory.leave(this);
    synchronized (lock) {
      closed = true;
      completed();
    }
  }

  @Override
  public long heldBytes() {
    return incomplete;
  }

  /** A message cannot be given up without its link. */
  @Override
  public void shed() {
    wire.abort();
  }
}
