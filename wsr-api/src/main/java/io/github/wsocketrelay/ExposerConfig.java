package io.github.wsocketrelay;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What an {@link ExposerBuilder} hands to the provider. Immutable.
 *
 * @param relays the relays to try in turn, at least one, with the scheme ws or wss
 * @param identity server ID and key
 * @param targets where to send to, at least one
 * @param minLocalPort the lowest local port towards the targets; 0 for ephemeral ones
 * @param distinctAddresses whether each tunnel sends from a loopback address of its own
 * @param flowIdleTimeout time without a datagram after which a flow is closed
 * @param resumeGrace how long a connector's flows are kept after its link is lost
 * @param startTimeout time limit of a start, beyond {@code waitForRelay}
 * @param waitForRelay how long a start keeps trying to reach a relay; zero for one attempt at each
 * @param reconnect how to come back when the link is lost
 * @param listener hears of events
 * @param listenerExecutor runs the listener; empty for a thread of the exposer's own
 */
public record ExposerConfig(
    List<URI> relays,
    ExposerIdentity identity,
    List<Target> targets,
    int minLocalPort,
    boolean distinctAddresses,
    Duration flowIdleTimeout,
    Duration resumeGrace,
    Duration startTimeout,
    Duration waitForRelay,
    ReconnectPolicy reconnect,
    ExposerListener listener,
    Optional<Executor> listenerExecutor) {}
