package io.github.wsocketrelay.tyrus.internal.link;

import io.github.wsocketrelay.RejectReason;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Takes the links that come in. */
public interface LinkAcceptor {

  /** Gives the handler for a new link, which may write to it from here on. */
  LinkHandler accept(Link link, Request request);

  /**
   * Why no link can come now; null where one can. Asked at a handshake, before anything opens.
   *
   * @param client where the side is
   */
  @Nullable RejectReason refusal(InetSocketAddress client);

  /** A handshake was refused for what {@link #refusal} or somebody else said. */
  default void refused(RejectReason reason) {}

  /** What waits in the process, to be sent or to be complete, counts against it. */
  default MemoryBudget memory() {
    return MemoryBudget.UNLIMITED;
  }

  /** Which side a link is from. */
  enum Role {
    EXPOSER,
    CONNECTOR
  }

  /**
   * What the handshake said.
   *
   * @param tag the tag in the path, already checked for its form
   * @param host the Host header
   * @param grant whether the link may go on: completed by now, or later; never exceptionally
   */
  record Request(Role role, String tag, String host, CompletableFuture<Grant> grant) {}
}
