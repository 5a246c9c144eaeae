package io.github.wsocketrelay.tyrus.internal.quality;

import java.time.Duration;
import java.util.Optional;

/** A smoothed round trip, as long as one was measured lately. Safe for use by many threads. */
public final class RoundTrips {
  private final double gain;
  private final long freshNanos;
  private boolean known; // guarded by this
  private double smoothedNanos; // guarded by this
  private long measuredNanos; // guarded by this

  /**
   * Makes an unknown round trip.
   *
   * @param gain how much of it the newest makes, 0 to 1
   * @param fresh for how long the newest counts
   */
  public RoundTrips(double gain, Duration fresh) {
    this.gain = gain;
    this.freshNanos = fresh.toNanos();
  }

  /** Takes one that was measured just now. */
  public synchronized void add(long roundTripNanos, long nowNanos) {
    smoothedNanos =
        isFresh(nowNanos)
            ? smoothedNanos + gain * (roundTripNanos - smoothedNanos)
            : roundTripNanos;
    measuredNanos = nowNanos;
    known = true;
  }

  /** The round trip; empty if none was measured lately. */
  public synchronized Optional<Duration> smoothed(long nowNanos) {
    return isFresh(nowNanos)
        ? Optional.of(Duration.ofNanos((long) smoothedNanos))
        : Optional.empty();
  }

  // guarded by this
  private boolean isFresh(long nowNanos) {
    return known && nowNanos - measuredNanos <= freshNanos;
  }
}
