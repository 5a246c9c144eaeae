package io.github.wsocketrelay.tyrus.internal.relay;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an exposer may say of each channel beside what its bucket holds: one answer to the tunnel,
 * one wish to close it, and that the channel is free. So a message of each kind is free of charge
 * once, whatever it crosses on its way, and no more is owed than there are channels in use. Safe
 * for use by many threads.
 */
final class ChannelDues {
  /** What is said of a channel at most once. */
  enum Due {
    ANSWER(1),
    CLOSE(2),
    FREE(4);

    private final int bit;

    Due(int bit) {
      this.bit = bit;
    }
  }

  private final Map<Integer, Integer> dues = new ConcurrentHashMap<>(); // bits, by channel

  /** The channel was announced. */
  void opened(int channel) {
    dues.put(channel, Due.ANSWER.bit | Due.CLOSE.bit);
  }

  /** The exposer is told that the channel's tunnel is over; what it says may cross that. */
  void closed(int channel) {
    dues.computeIfPresent(channel, (key, bits) -> bits | Due.FREE.bit);
  }

  /** Whether this is due; it is not any more then. With a free channel all is over. */
  boolean take(int channel, Due due) {
    boolean[] wasDue = new boolean[1];
    dues.computeIfPresent(
        channel,
        (key, bits) -> {
          wasDue[0] = (bits & due.bit) != 0;
          return wasDue[0] && due == Due.FREE ? null : bits & ~due.bit;
        });
    return wasDue[0];
  }

  /** How many channels something is due of, or was. */
  int size() {
    return dues.size();
  }
}
