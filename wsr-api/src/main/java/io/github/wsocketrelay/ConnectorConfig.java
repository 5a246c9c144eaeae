package io.github.wsocketrelay;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What a {@link ConnectorBuilder} hands to the provider. Immutable.
 *
 * @param relays the relays to try in turn, at least one, with the scheme ws or wss
 * @param serverId the server to reach
 * @param bind the local address to listen on; empty for the loopback addresses
 * @param localPorts one port per target in the exposer's order; where there are fewer than targets,
 *     the rest follow the first at the targets' offsets; 0 for a port that the system chooses
 * @param flowIdleTimeout time without a datagram after which a flow is closed
 * @param waitForServer how long a start waits for the server to be online; zero for not at all
 * @param startTimeout time limit of a start until the relay has answered, beyond {@code
 *     waitForRelay}
 * @param waitForRelay how long a start keeps trying to reach a relay; zero for one attempt at each
 * @param reconnect how to come back when the link is lost
 * @param listener hears of events
 * @param listenerExecutor runs the listener; empty for a thread of the connector's own
 */
public record ConnectorConfig(
    List<URI> relays,
    ServerId serverId,
    Optional<InetAddress> bind,
    List<Integer> localPorts,
    Duration flowIdleTimeout,
    Duration waitForServer,
    Duration startTimeout,
    Duration waitForRelay,
    ReconnectPolicy reconnect,
    ConnectorListener listener,
    Optional<Executor> listenerExecutor) {}
