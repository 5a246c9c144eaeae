package io.github.wsocketrelay.tyrus.internal.link;

/** Takes the links that come in. */
public interface LinkAcceptor {

  /** Gives the handler for a new link, which may write to it from here on. */
  LinkHandler accept(Link link, Request request);

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
   */
  record Request(Role role, String tag, String host) {}
}
