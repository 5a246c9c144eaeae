package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.HttpProxy;
import io.github.wsocketrelay.ProtocolException;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.WsrException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says why a proxy made no tunnel, and what mends it. What a person has to mend ends a first start;
 * what may pass is tried again. No answer is followed elsewhere.
 */
final class TunnelFailure {
  private TunnelFailure() {}

  /** The proxy has answered with a status other than a success. */
  static WsrException refused(
      HttpProxy proxy, String relay, int status, @Nullable Duration retryAfter) {
    return switch (status) {
      case 407 ->
          new RejectedException(
              proxy.user().isEmpty()
                  ? "the proxy at %s asks for a user and a password (HTTP 407): give the proxy as http://user:password@host:port"
                      .formatted(proxy)
                  : "the proxy at %s does not take this user and password (HTTP 407): correct them, or ask its operator whether it takes Basic authentication"
                      .formatted(proxy),
              RejectReason.UNAUTHORIZED,
              null);
      case 408, 425, 429, 500, 502, 503, 504 ->
          new RelayUnreachableException(
              "the proxy at %s cannot reach the relay at %s (HTTP %d): does the relay run, and is its address right?"
                  .formatted(proxy, relay, status),
              null,
              retryAfter);
      case 401, 403 ->
          new RejectedException(
              "the proxy at %s refuses to connect to the relay at %s (HTTP %d): ask its operator to allow that, or use a relay at port 443"
                  .formatted(proxy, relay, status),
              RejectReason.UNAUTHORIZED,
              null);
      default ->
          new ProtocolException(
              status / 100 == 3
                  ? "the proxy at %s sends elsewhere (HTTP %d), perhaps to a page where to sign in: sign in to this network with a browser, or correct the proxy's address"
                      .formatted(proxy, status)
                  : "what listens at %s is no HTTP proxy that makes tunnels (HTTP %d): correct the proxy's address"
                      .formatted(proxy, status),
              null);
    };
  }

  /** What came is no answer of a proxy. */
  static WsrException noAnswer(HttpProxy proxy, String what) {
    return new ProtocolException(
        "what listens at %s is no HTTP proxy: it sent %s; correct the proxy's address"
            .formatted(proxy, what),
        null);
  }
}
