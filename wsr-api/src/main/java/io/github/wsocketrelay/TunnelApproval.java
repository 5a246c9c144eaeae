package io.github.wsocketrelay;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;

/**
 * Decides which connectors may reach the server behind an {@link Exposer}, of those that know its
 * ID.
 */
@FunctionalInterface
public interface TunnelApproval {

  /**
   * A connector asks for a tunnel. Called once for each tunnel, on the listener executor, in order
   * with the listener's events; not again when a connector that was lost comes back. It should not
   * block: where a person is asked, the stage completes later. What fails, or takes longer than
   * {@link ExposerBuilder#approvalTimeout}, is a refusal. A connector that is refused ends, and
   * hears that it was denied.
   *
   * @param request who asks
   * @return true to let it in
   */
  CompletionStage<Boolean> onTunnelRequested(TunnelRequested request);

  /**
   * A connector asks for a tunnel.
   *
   * @param tunnel the tunnel's identifier, 32 hexadecimal digits; the same in all its later events
   * @param remoteAddress the connector's address as the relay sees it
   */
  record TunnelRequested(String tunnel, InetSocketAddress remoteAddress) {}
}
