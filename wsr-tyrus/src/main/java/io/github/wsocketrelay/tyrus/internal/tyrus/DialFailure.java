package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.ProtocolException;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.WsrException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.glassfish.tyrus.client.RetryAfterException;
import org.glassfish.tyrus.client.exception.DeploymentHandshakeException;
import org.glassfish.tyrus.core.HandshakeException;
import org.jspecify.annotations.Nullable;

/** Says what went wrong when dialling, to which relay, and what mends it. */
final class DialFailure {
  private DialFailure() {}

  static WsrException explain(URI uri, Throwable failure) {
    String relay = uri.getScheme() + "://" + uri.getRawAuthority();
    Optional<Integer> status = httpStatus(failure);
    if (status.isPresent()) {
      return refused(relay, status.get(), failure);
    }
    return new RelayUnreachableException(
        "cannot reach the relay at " + relay + ": " + mend(failure), failure);
  }

  private static String mend(Throwable failure) {
    if (find(failure, UnresolvedAddressException.class).isPresent()
        || find(failure, UnknownHostException.class).isPresent()) {
      return "its name has no address: check the spelling and this machine's name server";
    } else if (find(failure, SSLException.class).isPresent()) {
      return "the TLS handshake failed ("
          + find(failure, SSLException.class).get().getMessage()
          + "): check the scheme, the host name and the certificate";
    } else if (find(failure, NoRouteToHostException.class).isPresent()) {
      return "no route to it: check the address and this machine's network";
    } else if (find(failure, ConnectException.class).isPresent()) {
      return "nothing listens there: is the relay running, and is the port right?";
    } else if (find(failure, TimeoutException.class).isPresent()) {
      return "no answer in time: check the address, the port and firewalls";
    }
    return failure + ": check the address, the port and firewalls";
  }

  private static WsrException refused(String relay, int status, Throwable failure) {
    return switch (status) {
      case 401, 403 ->
          new RejectedException(
              "the relay at %s refused with HTTP %d: ask its operator for access"
                  .formatted(relay, status),
              RejectReason.UNAUTHORIZED,
              null);
      case 404, 426, 200, 400 ->
          new ProtocolException(
              "what answers at %s is no relay of this version (HTTP %d): check the address and its path"
                  .formatted(relay, status),
              failure);
      default ->
          new RelayUnreachableException(
              "the relay at %s answered HTTP %d: it, or a proxy before it, is not ready"
                  .formatted(relay, status),
              failure,
              retryAfter(failure));
    };
  }

  private static Optional<Integer> httpStatus(Throwable failure) {
    Optional<RefusedException> refusal = find(failure, RefusedException.class);
    if (refusal.isPresent()) {
      return refusal.map(RefusedException::status);
    }
    Optional<HandshakeException> handshake = find(failure, HandshakeException.class);
    if (handshake.isPresent()) {
      return handshake.map(HandshakeException::getHttpStatusCode);
    }
    return find(failure, DeploymentHandshakeException.class)
        .map(DeploymentHandshakeException::getHttpStatusCode);
  }

  /** Null where it was not told; on links that are left to Tyrus it is told with 503 only. */
  private static @Nullable Duration retryAfter(Throwable failure) {
    Optional<Duration> ours =
        find(failure, RefusedException.class).flatMap(RefusedException::retryAfter);
    return ours.or(
            () ->
                find(failure, RetryAfterException.class)
                    .map(RetryAfterException::getDelay)
                    .map(seconds -> Duration.ofSeconds(Math.max(0, seconds))))
        .orElse(null);
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
