package io.github.wsocketrelay.tyrus.internal.provider;

import io.github.wsocketrelay.ConnectorListener.Opened;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether it is news for the user that the tunnel is open: it is not when a link took the
 * place of another, and nothing was lost in between.
 */
final class OpenedNews {
  private final AtomicReference<@Nullable Opened> told = new AtomicReference<>();

  /**
   * The exposer has accepted.
   *
   * @param wasAway whether the user thinks that the link or the server is away
   * @return whether to tell the user
   */
  boolean isNews(Opened event, boolean wasAway) {
    return !event.equals(told.getAndSet(event)) || wasAway;
  }
}
