package io.github.wsocketrelay;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What an {@link ExposerBuilder} hands to the provider. Immutable.
 *
 * @param relay the relay, with the scheme ws or wss
 * @param identity server ID and key
 * @param targets where to send to, at least one
 * @param minLocalPort the lowest local port towards the targets; 0 for ephemeral ones
 * @param distinctAddresses whether each tunnel sends from a loopback address of its own
 * @param flowIdleTimeout time without a datagram after which a flow is closed
 * @param startTimeout time limit of a start
 * @param listener hears of events
 * @param listenerExecutor runs the listener; empty for a thread of the exposer's own
 */
public record ExposerConfig(
    URI relay,
    ExposerIdentity identity,
    List<Target> targets,
    int minLocalPort,
    boolean distinctAddresses,
    Duration flowIdleTimeout,
    Duration startTimeout,
    ExposerListener listener,
    Optional<Executor> listenerExecutor) {}
