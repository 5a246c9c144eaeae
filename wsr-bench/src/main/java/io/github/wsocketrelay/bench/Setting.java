package io.github.wsocketrelay.bench;

import io.github.wsocketrelay.examples.LinkSecurity;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What all scenarios have in common.
 *
 * @param relay the relay to measure; empty for one in this process
 * @param security how the sides prove themselves to the relay
 * @param server a UDP server on this machine that sends back what it gets
 * @param warmUp how long each route runs at full speed before it is measured; zero for not at all
 * @param measured how long each route is measured
 */
public record Setting(
    Optional<URI> relay,
    LinkSecurity security,
    InetSocketAddress server,
    Duration warmUp,
    Duration measured) {
  /** Which relay it is, without a path that may be a secret. */
  public String relayText() {
    return relay.map(uri -> uri.getScheme() + "://" + uri.getAuthority()).orElse("in this process");
  }
}
