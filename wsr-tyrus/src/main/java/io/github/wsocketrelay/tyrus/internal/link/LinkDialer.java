package io.github.wsocketrelay.tyrus.internal.link;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Makes links to a relay. */
public interface LinkDialer extends AutoCloseable {

  /**
   * Dials. The handler is made when the link is open, before anything is read from it.
   *
   * @param uri the relay's address with the protocol's path
   * @return completed with the open link, or exceptionally with a WsrException
   */
  CompletableFuture<Link> dial(URI uri, Function<Link, LinkHandler> handlers);

  /** Gives up what is being dialled, and lets go of all threads. Open links stay open. */
  @Override
  void close();
}
