package io.github.wsocketrelay.tyrus.internal.concurrent;

/** The monotonic clock, in nanoseconds from an arbitrary origin. */
@FunctionalInterface
public interface Ticker {
  /** The clock of the Java runtime. */
  Ticker SYSTEM = System::nanoTime;

  long nanos();
}
