package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import org.jspecify.annotations.Nullable;

/** How much all links of one server may carry together. Safe for use by many threads. */
final class SharedRate {
  private final DatagramRate rate; // guarded by this
  private int links; // guarded by the map that it is in

  SharedRate(long datagramsPerSecond, long bytesPerSecond, Ticker ticker) {
    this.rate =
        new DatagramRate(
            datagramsPerSecond,
            RelayLimit.SERVER_DATAGRAMS_PER_SECOND,
            bytesPerSecond,
            RelayLimit.SERVER_BYTES_PER_SECOND,
            ticker);
  }

  /** Takes what a datagram needs, or nothing and tells which limit it meets. */
  synchronized @Nullable RelayLimit tryTake(int payloadBytes) {
    return rate.tryTake(payloadBytes);
  }

  SharedRate joined() {
    links++;
    return this;
  }

  /** Itself, or null when no link is left. */
  @Nullable SharedRate left() {
    links--;
    return links == 0 ? null : this;
  }
}
