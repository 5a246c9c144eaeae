package io.github.wsocketrelay.tyrus.internal.reconnect;

import io.github.wsocketrelay.RelayUnreachableException;
import java.net.URI;
import java.time.Duration;

/** What is said of a relay that says nothing. */
final class NoAnswer {
  private NoAnswer() {}

  /** One that had its time. */
  static RelayUnreachableException within(Duration limit, URI relay) {
    return unreachable(
        "no answer from the relay at %s within %d ms: check the address, the port and firewalls"
            .formatted(relay, limit.toMillis()));
  }

  /** One that may still answer. */
  static RelayUnreachableException yet(Duration time, URI relay) {
    return unreachable(
        "no answer from the relay at %s for %d ms: check the network, or the relay's load"
            .formatted(relay, time.toMillis()));
  }

  /** One to which there is a link. */
  static RelayUnreachableException anyMore(URI relay) {
    return unreachable(
        "the relay at %s does not answer any more: check the network".formatted(relay));
  }

  private static RelayUnreachableException unreachable(String message) {
    return new RelayUnreachableException(message, null);
  }
}
