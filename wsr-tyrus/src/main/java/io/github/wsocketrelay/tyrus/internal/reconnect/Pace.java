package io.github.wsocketrelay.tyrus.internal.reconnect;

import io.github.wsocketrelay.ReconnectPolicy;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How soon the next attempt comes: often while players can still be given their ports back, less
 * often later and towards relays whose links never hold, and not before the time that a relay, or a
 * proxy before it, has told. All relays are tried in one round, each as soon as the one before it
 * has failed, so that each is tried as often as if it were the only one. Guarded by its owner's
 * lock.
 */
final class Pace {
  /** A link that has lived for this long makes a later loss the first one. */
  private static final Duration STABLE = Duration.ofSeconds(30);

  /** The longest delay while players can still be given their ports back. */
  private static final Duration URGENT = Duration.ofSeconds(1);

  /** For how long after a loss that is. */
  private static final Duration URGENT_FOR = Duration.ofSeconds(60);

  /** The same towards a relay that ends link after link. */
  private static final Duration WARY = Duration.ofSeconds(5);

  /** The longest time that others may keep a side from dialling. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /** A link that is lost before that did no good. */
  private static final Duration BRIEF = Duration.ofSeconds(5);

  private static final int MOST_BRIEF = 10;

  private final ReconnectPolicy policy;
  private final Backoff backoff;
  private final Ticker ticker;
  private long sinceNanos; // Of the link, or of its loss.
  private boolean away = true; // A loss, or the start, was not made good yet.
  private int failures; // Since the loss.
  private int briefLinks; // In a row.
  private @Nullable Duration asked;
  private final int relays;
  private int tried; // In this round.
  private @Nullable Duration told; // The least in this round.

  Pace(ReconnectPolicy policy, int relays, RandomGenerator random, Ticker ticker) {
    this.relays = relays;
    this.policy = policy;
    this.backoff = new Backoff(policy, random);
    this.ticker = ticker;
    this.sinceNanos = ticker.nanos();
  }

  /** There is a link; tells how long there was none, unless it took the place of one. */
  Optional<Duration> linked() {
    asked = null;
    if (!away) {
      return Optional.empty();
    }
    Duration lasted = since();
    away = false;
    failures = 0;
    sinceNanos = ticker.nanos();
    return Optional.of(lasted);
  }

  /**
   * The link is lost.
   *
   * @param underWay how many attempts are under way, with which the round begins
   */
  void lost(int underWay) {
    Duration lived = since();
    if (lived.compareTo(STABLE) >= 0) {
      backoff.reset();
    }
    briefLinks = lived.compareTo(BRIEF) < 0 ? briefLinks + 1 : 0;
    away = true;
    sinceNanos = ticker.nanos();
    tried = underWay;
    told = null;
  }

  /** An attempt begins. */
  void tried() {
    tried++;
  }

  /** An attempt has failed; tells how many have since the loss. */
  int failed() {
    failures++;
    return failures;
  }

  /** The relay has said when to come back, which holds once. */
  void asked(Duration delay) {
    asked = delay;
  }

  /** What the relay has said does not hold for another one. */
  void forgetAsked() {
    asked = null;
  }

  /** What kept attempts from succeeding is over. */
  void hurry() {
    backoff.reset();
  }

  /** The time until the next attempt after one has failed: none until each relay was tried. */
  Duration afterFailure(WsrException cause) {
    Duration least = retryAfter(cause).orElse(Duration.ZERO);
    if (told == null || least.compareTo(told) < 0) {
      told = least; // What one relay has told must not keep the side from another.
    }
    return tried < relays ? Duration.ZERO : nextRound(told);
  }

  /** The time until the first attempt after the link was lost. */
  Duration afterLoss(WsrException cause) {
    return nextRound(retryAfter(cause).orElse(Duration.ZERO));
  }

  private Duration nextRound(Duration toldByAll) {
    Duration wanted = asked != null ? asked : toldByAll;
    asked = null;
    told = null;
    tried = 0;
    Duration usual = backoff.next(most());
    if (wanted.compareTo(usual) <= 0) {
      return usual; // Else one that tells 0 would make a busy loop.
    }
    return wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST;
  }

  private Duration most() {
    if (since().compareTo(URGENT_FOR) >= 0) {
      return policy.longestDelay();
    }
    return briefLinks < MOST_BRIEF ? URGENT : WARY;
  }

  private static Optional<Duration> retryAfter(WsrException cause) {
    if (cause instanceof RejectedException rejected) {
      return rejected.retryAfter();
    }
    return cause instanceof RelayUnreachableException unreachable
        ? unreachable.retryAfter()
        : Optional.empty();
  }

  /** Whether an attempt after a delay would come later than this long after the loss. */
  boolean isLater(Duration delay, Duration limit) {
    return since().plus(delay).compareTo(limit) > 0;
  }

  private Duration since() {
    return Duration.ofNanos(ticker.nanos() - sinceNanos);
  }
}
