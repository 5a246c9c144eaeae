package io.github.wsocketrelay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What an {@link ExposerBuilder} hands to the provider. Immutable.
 *
 * @param link how to reach the relay
 * @param identity server ID and key
 * @param targets where to send to, at least one
 * @param minLocalPort the lowest local port towards the targets; 0 for ephemeral ones
 * @param distinctAddresses whether each tunnel sends from a loopback address of its own
 * @param flowIdleTimeout time without a datagram after which a flow is closed
 * @param resumeGrace how long a connector's flows are kept after its link is lost
 * @param limits those that were set; {@link ExposerLimit#standard()} holds for the others
 * @param approval decides which connectors may come; empty for all
 * @param approvalTimeout how long that may take
 * @param listener hears of events
 * @param listenerExecutor runs the listener; empty for a thread of the exposer's own
 */
public record ExposerConfig(
    LinkConfig link,
    ExposerIdentity identity,
    List<Target> targets,
    int minLocalPort,
    boolean distinctAddresses,
    Duration flowIdleTimeout,
    Duration resumeGrace,
    Map<ExposerLimit, Long> limits,
    Optional<TunnelApproval> approval,
    Duration approvalTimeout,
    ExposerListener listener,
    Optional<Executor> listenerExecutor) {
  /**
   * Copies the limits.
   *
   * @param link how to reach the relay
   * @param identity server ID and key
   * @param targets where to send to, at least one
   * @param minLocalPort the lowest local port towards the targets; 0 for ephemeral ones
   * @param distinctAddresses whether each tunnel sends from a loopback address of its own
   * @param flowIdleTimeout time without a datagram after which a flow is closed
   * @param resumeGrace how long a connector's flows are kept after its link is lost
   * @param limits those that were set; {@link ExposerLimit#standard()} holds for the others
   * @param approval decides which connectors may come; empty for all
   * @param approvalTimeout how long that may take
   * @param listener hears of events
   * @param listenerExecutor runs the listener; empty for a thread of the exposer's own
   */
  public ExposerConfig {
    limits = Map.copyOf(limits);
  }

  /**
   * What holds for a limit.
   *
   * @param limit which
   * @return its value
   */
  public long limit(ExposerLimit limit) {
    return limits.getOrDefault(limit, limit.standard());
  }
}
