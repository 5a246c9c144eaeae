package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the datagrams of a side wait while its link is away, so that a link that comes back within
 * their short life loses none. They wait by the bounds and the age of {@link FairQueue}, as they
 * would on a link, and their age goes on when they are handed over.
 *
 * <p>No timer: what is stale is dropped when the next one is added, or at the hand-over. Safe for
 * use by many threads; its lock is held over no other.
 */
public final class Backlog {
  private final TrafficCounters counters;
  private final Ticker ticker;
  private final Object lock = new Object();
  private final FairQueue waiting; // guarded by lock

  public Backlog(TrafficCounters counters, Ticker ticker) {
    this.counters = counters;
    this.ticker = ticker;
    this.waiting = new FairQueue(counters, MemoryBudget.UNLIMITED);
  }

  /** Adds a copy of a datagram; older ones are dropped where it makes them too many. */
  public void add(int channel, int flow, ByteBuffer payload) {
    long now = ticker.nanos();
    synchronized (lock) {
      // Else an outage of minutes would fill it with what nobody wants, and count that as full.
      waiting.dropStale(now);
      waiting.add(channel, flow, payload, now);
    }
  }

  /**
   * Hands what waits for a channel, and is fresh, to a conversation, whose flush sends it. Within a
   * flow the order stays, if what comes after it is added to the conversation after this call.
   *
   * @param newChannel what the channel is called on the new link
   */
  public void drainTo(int channel, Conversation to, int newChannel) {
    long now = ticker.nanos();
    for (Waiting datagram : takeAll(channel)) {
      if (FairQueue.isStale(datagram, now)) {
        counters.dropped(DropReason.STALE);
      } else {
        to.datagram(newChannel, datagram.flow(), datagram.payload(), datagram.sinceNanos());
      }
    }
  }

  private List<Waiting> takeAll(int channel) {
    List<Waiting> taken = new ArrayList<>();
    synchronized (lock) {
      @Nullable Waiting next = waiting.takeOf(channel);
      while (next != null) {
        taken.add(next);
        next = waiting.takeOf(channel);
      }
      waiting.letSparesGo();
    }
    return taken;
  }

  /** Drops what waits for a channel that will not come back. */
  public void drop(int channel) {
    synchronized (lock) {
      waiting.purge(channel, DropReason.LINK_DOWN);
      waiting.letSparesGo();
    }
  }

  /** Drops all that waits, since no link will come. */
  public void clear() {
    synchronized (lock) {
      waiting.clear(DropReason.LINK_DOWN);
    }
  }
}
