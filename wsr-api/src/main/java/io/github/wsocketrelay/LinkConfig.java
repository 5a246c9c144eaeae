package io.github.wsocketrelay;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a side reaches its relay: the part of its configuration that exposer and connector have in
 * common. Immutable.
 *
 * @param relays the relays to try in turn, at least one, with the scheme ws or wss
 * @param tls how to do TLS with those at wss addresses
 * @param proxies through which HTTP proxy to go
 * @param accessToken what to show to the relay
 * @param startTimeout time limit of a start until the relay has answered, beyond {@code
 *     waitForRelay}
 * @param waitForRelay how long a start keeps trying to reach a relay; zero for one attempt at each
 * @param reconnect how to come back when the link is lost
 */
public record LinkConfig(
    List<URI> relays,
    SideTls tls,
    ProxyChoice proxies,
    Optional<AccessToken> accessToken,
    Duration startTimeout,
    Duration waitForRelay,
    ReconnectPolicy reconnect) {}
