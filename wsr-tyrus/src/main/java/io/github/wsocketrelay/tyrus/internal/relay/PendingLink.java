package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.tyrus.internal.link.Grant;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A link that is open while somebody decides whether it may be: its side is told nothing, and must
 * say nothing.
 */
final class PendingLink implements LinkHandler {
  private final Function<Grant, LinkHandler> admit;
  private final Runnable spokeTooSoon;
  private boolean closed; // guarded by this
  private volatile @Nullable LinkHandler admitted; // written under this

  /**
   * Makes a link that waits.
   *
   * @param admit goes on with the link as it was decided
   * @param spokeTooSoon ends the link of a side that does not wait
   */
  PendingLink(Function<Grant, LinkHandler> admit, Runnable spokeTooSoon) {
    this.admit = admit;
    this.spokeTooSoon = spokeTooSoon;
  }

  /** It is decided; only the first call counts. */
  synchronized void decided(Grant grant) {
    if (admitted == null && !closed) {
      admitted = admit.apply(grant);
    }
  }

  @Override
  public void onText(String text) {
    LinkHandler to = admitted;
    if (to == null) {
      spokeTooSoon.run();
    } else {
      to.onText(text);
    }
  }

  @Override
  public void onBinary(ByteBuffer message) {
    LinkHandler to = admitted;
    if (to == null) {
      spokeTooSoon.run();
    } else {
      to.onBinary(message);
    }
  }

  @Override
  public void onClosed(int code, String reason) {
    LinkHandler to;
    synchronized (this) {
      closed = true;
      to = admitted;
    }
    if (to != null) {
      to.onClosed(code, reason);
    }
  }
}
