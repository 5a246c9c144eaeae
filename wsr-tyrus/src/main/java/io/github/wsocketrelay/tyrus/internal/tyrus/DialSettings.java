package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.CertificatePin;
import io.github.wsocketrelay.ProxyChoice;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * How a side dials, whichever relay.
 *
 * @param tls gives the context for relays at wss addresses; asked at each dial of one
 * @param pin what such a relay's key must be
 * @param proxies through which proxy to go; asked at each dial
 * @param accessToken what to show to the relay
 * @param watch hears how far each dial has come
 */
public record DialSettings(
    Supplier<SSLContext> tls,
    Optional<CertificatePin> pin,
    ProxyChoice proxies,
    Optional<AccessToken> accessToken,
    DialWatch watch) {

  /** Of which nobody hears before they have ended. */
  public DialSettings(
      Supplier<SSLContext> tls,
      Optional<CertificatePin> pin,
      ProxyChoice proxies,
      Optional<AccessToken> accessToken) {
    this(tls, pin, proxies, accessToken, DialWatch.NONE);
  }
}
