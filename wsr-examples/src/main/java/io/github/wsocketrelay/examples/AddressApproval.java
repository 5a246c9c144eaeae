package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.AddressRange;
import io.github.wsocketrelay.TunnelApproval;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lets in connectors from some addresses only, as the relay sees them. */
record AddressApproval(List<AddressRange> allowed) implements TunnelApproval {

  @Override
  public CompletionStage<Boolean> onTunnelRequested(TunnelRequested request) {
    boolean isAllowed =
        allowed.stream().anyMatch(range -> range.contains(request.remoteAddress().getAddress()));
    return CompletableFuture.completedFuture(isAllowed);
  }
}
