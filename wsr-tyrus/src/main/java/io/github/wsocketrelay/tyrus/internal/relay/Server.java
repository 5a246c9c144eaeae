package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.tyrus.internal.control.ControlMessage.Register;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one tag: who owns it, its exposer if one is linked, and the tunnels that are
 * open or wait. Guarded by the registry's lock.
 */
final class Server {
  /** How long a tag is kept for its owner after the link is gone. */
  static final Duration KEPT = Duration.ofMinutes(10);

  private static final int MOST_TAKEOVERS = 3;
  private static final Duration TAKEOVER_SPELL = Duration.ofMinutes(1);

  final String tag;
  final Map<String, Tunnel> tunnels = new LinkedHashMap<>();
  private final Deque<Long> takeovers = new ArrayDeque<>();
  private @Nullable ExposerLink exposer;
  private @Nullable Register owner;
  private long ownedSinceNanos;
  private long keptUntilNanos;

  Server(String tag) {
    this.tag = tag;
  }

  @Nullable ExposerLink exposer() {
    return exposer;
  }

  /** The newest registration, if the tag still is its owner's. */
  @Nullable Register owner() {
    return owner;
  }

  /** Whether it is known to be the owner's, linked or not. */
  boolean isOwnedBy(Register by, long nowNanos) {
    forgetOwnerInTime(nowNanos);
    return owner != null && !isOwnedByAnother(by);
  }

  boolean isOwnedByAnother(Register by) {
    return owner != null && !Arrays.equals(owner.publicKey(), by.publicKey());
  }

  boolean isStale(Register by) {
    return owner != null && Long.compareUnsigned(by.epoch(), owner.epoch()) <= 0;
  }

  /** How long the tag is still kept for an owner whose link is gone. */
  Duration keptFor(long nowNanos) {
    return Duration.ofNanos(Math.max(0, keptUntilNanos - nowNanos));
  }

  /**
   * How long the owner has to wait before it takes its own place, since too many starts of it have
   * done so of late; zero if they have not. One start that finds its way back may do so at any
   * time.
   */
  Duration takeoverPause(Register by, long nowNanos) {
    if (isSameStart(by)) {
      return Duration.ZERO;
    }
    takeovers.removeIf(at -> nowNanos - at >= TAKEOVER_SPELL.toNanos());
    return takeovers.size() < MOST_TAKEOVERS
        ? Duration.ZERO
        : TAKEOVER_SPELL.minusNanos(nowNanos - takeovers.getFirst());
  }

  void registered(ExposerLink by, Register with, long nowNanos) {
    if (exposer != null && !isSameStart(with)) {
      takeovers.add(nowNanos);
    }
    if (owner == null) {
      ownedSinceNanos = nowNanos;
    }
    exposer = by;
    owner = with;
  }

  /** For how long it has been its owner's, linked or not. */
  long heldNanos(long nowNanos) {
    return nowNanos - ownedSinceNanos;
  }

  private boolean isSameStart(Register by) {
    return owner != null && by.instance() != null && Arrays.equals(owner.instance(), by.instance());
  }

  void exposerLost(long nowNanos) {
    exposer = null;
    keptUntilNanos = nowNanos + KEPT.toNanos();
  }

  void unregistered() {
    exposer = null;
    owner = null;
    takeovers.clear();
  }

  void forgetOwnerInTime(long nowNanos) {
    if (exposer == null && owner != null && keptUntilNanos - nowNanos <= 0) {
      unregistered();
    }
  }

  boolean isForgettable() {
    return owner == null && tunnels.isEmpty();
  }
}
