package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.AddressRange;
import io.github.wsocketrelay.TunnelApproval;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lets in connectors from some addresses only, as the relay sees them. */
record AddressApproval(List<AddressRange> allowed) implements TunnelApproval {

  @Override
  public CompletionStage<Boolean> onTunnelRequested(TunnelRequested request) {
    InetAddress from = request.remoteAddress().getAddress(); // Null if the relay does not know it.
    boolean isAllowed = from != null && allowed.stream().anyMatch(range -> range.contains(from));
    return CompletableFuture.completedFuture(isAllowed);
  }
}
