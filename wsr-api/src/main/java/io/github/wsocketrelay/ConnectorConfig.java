package io.github.wsocketrelay;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What a {@link ConnectorBuilder} hands to the provider. Immutable.
 *
 * @param link how to reach the relay
 * @param serverId the server to reach
 * @param bind the local address to listen on; empty for the loopback addresses
 * @param localPorts one port per target in the exposer's order; where there are fewer than targets,
 *     the rest follow the first at the targets' offsets; 0 for a port that the system chooses
 * @param flowIdleTimeout time without a datagram after which a flow is closed
 * @param waitForServer how long a start waits for the server to be online; zero for not at all
 * @param listener hears of events
 * @param listenerExecutor runs the listener; empty for a thread of the connector's own
 */
public record ConnectorConfig(
    LinkConfig link,
    ServerId serverId,
    Optional<InetAddress> bind,
    List<Integer> localPorts,
    Duration flowIdleTimeout,
    Duration waitForServer,
    ConnectorListener listener,
    Optional<Executor> listenerExecutor) {}
