package io.github.wsocketrelay.tyrus.internal.reconnect;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.link.Ending;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether what ended the current link was a newer link of this same side, which asked the
 * same relay: the news of that may come before the answer on the newer one. Guarded by its owner's
 * lock.
 */
final class Claim {
  /** So long after a link of this side has asked a relay, it may be what ended the one before. */
  private static final Duration LASTS = Duration.ofSeconds(30);

  private final Ticker ticker;
  private boolean made;
  private long askedNanos;
  private @Nullable Ending replaced;

  Claim(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * A new link asks a relay.
   *
   * @param sameRelay whether it is that of the current link
   */
  void asked(boolean sameRelay) {
    made = made || sameRelay;
    askedNanos = ticker.nanos();
  }

  boolean hasCaused(Ending ending) {
    return made
        && ticker.nanos() - askedNanos < LASTS.toNanos()
        && ending.cause() instanceof RejectedException rejected
        && rejected.reason() == RejectReason.SUPERSEDED;
  }

  /** What the end of a link comes to whose successor breaks: the side is not ended by it. */
  static Ending harmless(URI relay) {
    return new Ending(
        CloseReason.LINK_LOST,
        new RelayUnreachableException(
            "the link to %s gave way to a newer one, which broke".formatted(relay), null));
  }

  /** The current link has ended so, and counts as lost only when the newer one fails. */
  void replaced(Ending ending) {
    replaced = ending;
  }

  /** The end of the link that a newer one was to replace, if one has failed to; once. */
  @Nullable Ending takeReplaced() {
    Ending ending = replaced;
    replaced = null;
    return ending;
  }

  /** The newer link is the current one. */
  void settled() {
    made = false;
    replaced = null;
  }
}
