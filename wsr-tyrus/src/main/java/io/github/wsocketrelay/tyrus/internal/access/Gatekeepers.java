package io.github.wsocketrelay.tyrus.internal.access;

import io.github.wsocketrelay.Authenticator.AccessRequest;
import io.github.wsocketrelay.RelayAccess;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import java.time.InstantSource;
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
  public static Gatekeeper of(RelayAccess access, InstantSource clock, Ticker ticker) {
    return access
        .tokenFile()
        .<Gatekeeper>map(file -> TokenFile.open(file, clock))
        .or(() -> access.authenticator().map(asked -> new Asking(asked, ticker)))
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
}
