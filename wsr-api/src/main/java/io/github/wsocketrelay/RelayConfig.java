package io.github.wsocketrelay;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What a {@link RelayServerBuilder} hands to the provider. Immutable.
 *
 * @param bind the local address to listen on; empty for all
 * @param port the port to listen on; 0 for one that the system chooses
 * @param publicHost {@code host:port} as the sides dial it, if the Host header does not tell
 * @param tls how to do TLS; empty for none
 * @param access who may come
 * @param page whether the relay's address shows a page in a browser
 * @param limits those that were set; {@link RelayLimit#standard()} holds for the others
 * @param listener hears of events
 * @param listenerExecutor runs the listener; empty for a thread of the relay's own
 */
public record RelayConfig(
    Optional<InetAddress> bind,
    int port,
    Optional<String> publicHost,
    Optional<RelayTls> tls,
    RelayAccess access,
    boolean page,
    Map<RelayLimit, Long> limits,
    RelayListener listener,
    Optional<Executor> listenerExecutor) {
  /**
   * Copies the limits.
   *
   * @param bind the local address to listen on; empty for all
   * @param port the port to listen on; 0 for one that the system chooses
   * @param publicHost {@code host:port} as the sides dial it, if the Host header does not tell
   * @param tls how to do TLS; empty for none
   * @param access who may come
   * @param page whether the relay's address shows a page in a browser
   * @param limits those that were set; {@link RelayLimit#standard()} holds for the others
   * @param listener hears of events
   * @param listenerExecutor runs the listener; empty for a thread of the relay's own
   */
  public RelayConfig {
    limits = Map.copyOf(limits);
  }

  /**
   * What holds for a limit.
   *
   * @param limit which
   * @return its value
   */
  public long limit(RelayLimit limit) {
    return limits.getOrDefault(limit, limit.standard());
  }
}
