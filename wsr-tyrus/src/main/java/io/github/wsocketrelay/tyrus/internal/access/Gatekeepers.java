package io.github.wsocketrelay.tyrus.internal.access;

import io.github.wsocketrelay.Authenticator;
import io.github.wsocketrelay.Authenticator.AccessRequest;
import io.github.wsocketrelay.Authenticator.Verdict;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RelayAccess;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The gatekeepers that there are. */
public final class Gatekeepers {
  private Gatekeepers() {}

  /**
   * The one that a relay is to have.
   *
   * @param clock tells when tokens expire
   * @throws io.github.wsocketrelay.WsrException if its file cannot be read
   */
  public static Gatekeeper of(RelayAccess access, InstantSource clock) {
    return access
        .tokenFile()
        .<Gatekeeper>map(file -> TokenFile.open(file, clock))
        .or(() -> access.authenticator().map(Asking::new))
        .orElseGet(Open::new);
  }

  private record Open() implements Gatekeeper {
    @Override
    public CompletionStage<Grant> decide(AccessRequest request) {
      return CompletableFuture.completedFuture(Grant.open());
    }

    @Override
    public void look() {}
  }

  /** Asks the embedding service. */
  private record Asking(Authenticator authenticator) implements Gatekeeper {
    @Override
    public CompletionStage<Grant> decide(AccessRequest request) {
      try {
        return authenticator.authenticate(request).thenApply(Asking::grant);
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e); // Also where it gives null.
      }
    }

    private static Grant grant(Verdict verdict) {
      return verdict.allowed()
          ? Grant.of(Map.copyOf(verdict.limits()), verdict.holds(), () -> true, () -> {})
          : Grant.refused(RejectReason.UNAUTHORIZED);
    }

    @Override
    public void look() {}
  }
}
