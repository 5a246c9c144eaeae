package io.github.wsocketrelay.tyrus.internal.stats;

import io.github.wsocketrelay.DropReason;
import io.github.wsocketrelay.TrafficStats;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Tells when losses begin and when they have ended, so that a listener hears of each spell once
 * instead of of each datagram. Looked at from one thread, in regular steps.
 */
public final class DropWatch {
  private final int quietSteps;
  private final Consumer<DropReason> began;
  private final LongConsumer ended;
  private TrafficStats last;
  private long droppedBefore;
  private int quiet;
  private boolean dropping;

  /** A spell ends after {@code quietSteps} looks without a loss. */
  public DropWatch(
      TrafficStats now, int quietSteps, Consumer<DropReason> began, LongConsumer ended) {
    this.last = now;
    this.quietSteps = quietSteps;
    this.began = began;
    this.ended = ended;
  }

  /** Compares with the look before. */
  public void look(TrafficStats now) {
    long lost = now.totalDropped() - last.totalDropped();
    if (lost > 0 && !dropping) {
      dropping = true;
      droppedBefore = last.totalDropped();
      began.accept(mostFrequent(now));
    } else if (dropping && lost == 0 && ++quiet >= quietSteps) {
      dropping = false;
      ended.accept(now.totalDropped() - droppedBefore);
    }
    if (lost > 0 || !dropping) {
      quiet = 0;
    }
    last = now;
  }

  private DropReason mostFrequent(TrafficStats now) {
    DropReason most = DropReason.SEND_FAILED;
    long mostLost = -1;
    for (DropReason reason : DropReason.values()) {
      long lost = now.dropped(reason) - last.dropped(reason);
      if (lost > mostLost) {
        most = reason;
        mostLost = lost;
      }
    }
    return most;
  }
}
