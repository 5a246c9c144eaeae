package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.stats.TrafficCounters;
import java.nio.ByteBuffer;

/**
 * Datagrams that wait for a link to come back, bounded like those that wait for a link, and dropped
 * when they are too old. Safe for use by many threads.
 */
public final class Backlog {
  private final Ticker ticker;
  private final FairQueue datagrams; // guarded by this

  public Backlog(TrafficCounters counters, Ticker ticker) {
    this.ticker = ticker;
    this.datagrams = new FairQueue(counters);
  }

  /** Adds a copy of a datagram. */
  public void add(int channel, int flow, ByteBuffer payload) {
    byte[] copy = new byte[payload.remaining()];
    payload.get(copy);
    Waiting added = new Waiting(channel, flow, copy, ticker.nanos());
    synchronized (this) {
      datagrams.add(added);
    }
  }

  /** Gives a link what waits for a channel and is fresh, in order, on its new channel. */
  public synchronized void drainTo(int channel, Conversation to, int newChannel) {
    long now = ticker.nanos();
    FairQueue others = new FairQueue(new TrafficCounters());
    for (Waiting next = datagrams.next(now); next != null; next = datagrams.next(now)) {
      datagrams.send(next);
      if (next.channel() == channel) {
        to.datagram(newChannel, next.flow(), ByteBuffer.wrap(next.payload()));
      } else {
        others.add(next);
      }
    }
    for (Waiting next = others.next(now); next != null; next = others.next(now)) {
      others.send(next);
      datagrams.add(next);
    }
  }

  /** Drops what waits for a channel. */
  public synchronized void drop(int channel) {
    datagrams.purge(channel);
  }

  /** Drops all. */
  public synchronized void clear() {
    datagrams.clear(DropReason.LINK_DOWN);
  }
}
