package io.github.wsocketrelay.tyrus.internal.concurrent;

/**
 * Tells when this process did not run for a while, as when it was stopped: what it then reads from
 * its links is old by an unknown time.
 */
@FunctionalInterface
public interface Pulse {

  /** How often that has happened. Asked for every message, by many threads. */
  int pauses(long nowNanos);
}
