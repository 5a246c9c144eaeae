package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.ConnectorBuilder;
import io.github.wsocketrelay.ExposerBuilder;
import io.github.wsocketrelay.ProxyChoice;
import io.github.wsocketrelay.SideTls;
import java.util.Map;
import java.util.Optional;

/**
 * How sides prove themselves to a relay, and reach it.
 *
 * @param tls whom they trust
 * @param proxies through which proxy they go
 * @param token what they show
 */
public record LinkSecurity(SideTls tls, ProxyChoice proxies, Optional<AccessToken> token) {

  /**
   * The variables by which another process of these command lines has the same token, wherever it
   * came from here. Others can read a process's arguments, but not these.
   */
  public Map<String, String> environment() {
    return token.map(known -> Map.of(Secrets.TOKEN_VARIABLE, known.text())).orElse(Map.of());
  }

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
