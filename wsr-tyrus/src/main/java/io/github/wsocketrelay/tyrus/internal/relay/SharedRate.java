package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.limit.TokenBucket;
import org.jspecify.annotations.Nullable;

/** How much all links of one server may carry together. Safe for use by many threads. */
final class SharedRate {
  private static final long LEAST_BYTES = 65_507;

  private final @Nullable TokenBucket datagrams; // guarded by this
  private final @Nullable TokenBucket bytes; // guarded by this
  private int links; // guarded by the map that it is in

  SharedRate(long datagramsPerSecond, long bytesPerSecond, Ticker ticker) {
    this.datagrams =
        datagramsPerSecond == 0
            ? null
            : new TokenBucket(datagramsPerSecond, datagramsPerSecond, ticker);
    this.bytes =
        bytesPerSecond == 0
            ? null
            : new TokenBucket(bytesPerSecond, Math.max(bytesPerSecond, LEAST_BYTES), ticker);
  }

  /** Takes what a datagram needs, or tells which limit it meets. */
  synchronized @Nullable RelayLimit tryTake(int payloadBytes) {
    if (datagrams != null && !datagrams.tryTake(1)) {
      return RelayLimit.SERVER_DATAGRAMS_PER_SECOND;
    }
    return bytes != null && !bytes.tryTake(payloadBytes)
        ? RelayLimit.SERVER_BYTES_PER_SECOND
        : null;
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
