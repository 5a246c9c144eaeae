package io.github.wsocketrelay.tyrus.internal.reconnect;

import io.github.wsocketrelay.CloseReason;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.SideOwner;
import io.github.wsocketrelay.tyrus.internal.link.SideSession;
import java.net.URI;
import java.time.Duration;

/**
 * The exposer or connector that a {@link Reconnector} keeps linked. The methods that hear of
 * something are called in order under the reconnector's lock: they must only keep what they hear
 * until {@link #deliver}, which is called without it.
 */
public interface Side {

  /** What to dial at a relay. */
  URI endpoint(URI relay);

  /** Makes this side's end of a link that has just opened. */
  SideSession session(Link link, URI relay, SideOwner owner);

  /** There is a link, for the first time. */
  void onLinked();

  /** The link is lost; another attempt follows. */
  void onLost(WsrException cause, Duration nextAttemptIn);

  /**
   * An attempt failed; another follows.
   *
   * @param attempt from 1
   */
  void onRetrying(int attempt, WsrException cause, Duration nextAttemptIn);

  /** There is a link again. */
  void onRestored(URI relay, Duration away);

  /** No attempt follows any more. */
  void onGivenUp(CloseReason reason, WsrException cause);

  /** Passes on what was heard. */
  void deliver();
}
