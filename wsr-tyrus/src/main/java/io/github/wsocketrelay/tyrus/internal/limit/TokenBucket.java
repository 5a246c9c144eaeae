package io.github.wsocketrelay.tyrus.internal.limit;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;

/**
 * How much may pass: so much a second, and so much at once after a quiet time. Not safe for use by
 * several threads at a time.
 */
public final class TokenBucket {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double perNano;
  private final double burst;
  private final Ticker ticker;
  private double tokens;
  private long filledNanos;

  /**
   * Makes a full bucket.
   *
   * @param perSecond how fast it fills
   * @param burst how much it holds
   */
  public TokenBucket(double perSecond, double burst, Ticker ticker) {
    this.perNano = perSecond / NANOS_PER_SECOND;
    this.burst = burst;
    this.ticker = ticker;
    this.tokens = burst;
    this.filledNanos = ticker.nanos();
  }

  /** Takes as many tokens, or none where there are fewer; tells whether it did. */
  public boolean tryTake(double wanted) {
    long now = ticker.nanos();
    tokens = Math.min(burst, tokens + (now - filledNanos) * perNano);
    filledNanos = now;
    if (tokens < wanted) {
      return false;
    }
    tokens -= wanted;
    return true;
  }

  /** Puts back what was taken for nothing. */
  public void giveBack(double taken) {
    tokens = Math.min(burst, tokens + taken);
  }

  /** The time until as many tokens are there; 0 where they are, by what {@link #tryTake} saw. */
  public long nanosUntil(double wanted) {
    return tokens >= wanted ? 0 : (long) Math.ceil((wanted - tokens) / perNano);
  }
}
