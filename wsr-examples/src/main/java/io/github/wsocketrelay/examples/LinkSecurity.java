package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.ConnectorBuilder;
import io.github.wsocketrelay.ExposerBuilder;
import io.github.wsocketrelay.ProxyChoice;
import io.github.wsocketrelay.SideTls;
import java.util.Optional;

/**
 * How sides prove themselves to a relay, and reach it.
 *
 * @param tls whom they trust
 * @param proxies through which proxy they go
 * @param token what they show
 */
public record LinkSecurity(SideTls tls, ProxyChoice proxies, Optional<AccessToken> token) {

  /** Gives it to an exposer. */
  public ExposerBuilder applyTo(ExposerBuilder builder) {
    token.ifPresent(builder::accessToken);
    return builder.tls(tls).proxies(proxies);
  }

  /** Gives it to a connector. */
  public ConnectorBuilder applyTo(ConnectorBuilder builder) {
    token.ifPresent(builder::accessToken);
    return builder.tls(tls).proxies(proxies);
  }
}
