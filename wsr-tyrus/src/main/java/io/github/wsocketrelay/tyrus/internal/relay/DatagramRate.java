package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.limit.TokenBucket;
import org.jspecify.annotations.Nullable;

/**
 * How many datagrams and how many bytes of them may pass. A datagram that meets one of the two
 * takes nothing of the other. Not safe for use by several threads at a time.
 */
final class DatagramRate {
  /** A burst of bytes lets the largest datagram through. */
  private static final long LEAST_BYTES = 65_507;

  private final @Nullable TokenBucket datagrams;
  private final RelayLimit datagramLimit;
  private final @Nullable TokenBucket bytes;
  private final RelayLimit byteLimit;

  /**
   * Makes a rate that nothing has been taken of.
   *
   * @param datagramsPerSecond 0 for any number
   * @param bytesPerSecond 0 for any number
   */
  DatagramRate(
      long datagramsPerSecond,
      RelayLimit datagramLimit,
      long bytesPerSecond,
      RelayLimit byteLimit,
      Ticker ticker) {
    this.datagrams = bucket(datagramsPerSecond, 1, ticker);
    this.datagramLimit = datagramLimit;
    this.bytes = bucket(bytesPerSecond, LEAST_BYTES, ticker);
    this.byteLimit = byteLimit;
  }

  private static @Nullable TokenBucket bucket(long perSecond, long least, Ticker ticker) {
    return perSecond == 0 ? null : new TokenBucket(perSecond, Math.max(perSecond, least), ticker);
  }

  /** Takes what a datagram needs, or nothing and tells which limit it meets. */
  @Nullable RelayLimit tryTake(int payloadBytes) {
    if (datagrams != null && !datagrams.tryTake(1)) {
      return datagramLimit;
    } else if (bytes != null && !bytes.tryTake(payloadBytes)) {
      if (datagrams != null) {
        datagrams.giveBack(1);
      }
      return byteLimit;
    }
    return null;
  }

  /** The datagram that was taken for does not pass after all. */
  void giveBack(int payloadBytes) {
    if (datagrams != null) {
      datagrams.giveBack(1);
    }
    if (bytes != null) {
      bytes.giveBack(payloadBytes);
    }
  }
}
