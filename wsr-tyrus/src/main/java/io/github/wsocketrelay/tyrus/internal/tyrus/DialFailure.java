package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.HttpProxy;
import io.github.wsocketrelay.ProtocolException;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.log.LogText;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.glassfish.tyrus.core.HandshakeException;
import org.jspecify.annotations.Nullable;

/** Says what went wrong when dialling, to which relay, and what mends it. */
final class DialFailure {
  /** A failure's own text may have something that the relay sent. */
  private static final int MOST_FAILURE_CHARACTERS = 200;

  private DialFailure() {}

  static WsrException explain(Dialling dialling, Throwable failure) {
    return explain(dialling.relay(), dialling.proxy(), dialling.stage(), failure);
  }

  static WsrException explain(
      String relay, Optional<HttpProxy> proxy, Stage stage, Throwable failure) {
    Optional<WsrException> explained = find(failure, WsrException.class);
    if (explained.isPresent()) {
      return explained.get();
    }
    Optional<Integer> status = httpStatus(failure);
    if (status.isPresent()) {
      return refused(relay, status.get(), failure);
    }
    Optional<SSLException> tls = find(failure, SSLException.class);
    if (tls.isPresent() && TlsFailure.isAnswer(stage, tls.get())) {
      return TlsFailure.explain(relay, tls.get());
    }
    boolean atProxy = proxy.isPresent() && (stage == Stage.CONNECT || stage == Stage.TUNNEL);
    return new RelayUnreachableException(
        "cannot reach "
            + (atProxy ? "the proxy at " + proxy.get() + " before the relay" : "the relay")
            + " at "
            + relay
            + (proxy.isPresent() && !atProxy ? " through the proxy at " + proxy.get() : "")
            + ": "
            + mend(atProxy ? "the proxy" : "the relay", relay, stage, failure),
        failure);
  }

  private static String mend(String what, String relay, Stage stage, Throwable failure) {
    if (find(failure, UnresolvedAddressException.class).isPresent()
        || find(failure, UnknownHostException.class).isPresent()) {
      return "its name has no address: check the spelling and this machine's name server";
    } else if (find(failure, NoRouteToHostException.class).isPresent()) {
      return "no route to it: check the address and this machine's network";
    } else if (find(failure, ConnectException.class).isPresent()) {
      return "nothing listens there: is " + what + " running, and is the port right?";
    } else if (find(failure, TimeoutException.class).isPresent()) {
      return "no answer in time"
          + during(stage)
          + ": check the address, the port and firewalls"
          + scheme(relay, stage);
    } else if (find(failure, EOFException.class).isPresent()) {
      return "it closed the connection"
          + during(stage)
          + ": check the address and the port"
          + scheme(relay, stage);
    }
    return LogText.shown(failure.toString(), MOST_FAILURE_CHARACTERS)
        + during(stage)
        + ": check the address, the port and firewalls";
  }

  private static String scheme(String relay, Stage stage) {
    if (stage == Stage.TLS) {
      return ", and whether the relay does TLS there: if not, use ws://";
    }
    return stage == Stage.UPGRADE && relay.startsWith("ws:")
        ? ", and whether the relay does TLS there: if so, use wss://"
        : "";
  }

  private static String during(Stage stage) {
    return switch (stage) {
      case CONNECT -> "";
      case TUNNEL -> " when asked for a tunnel";
      case TLS -> " in the TLS handshake";
      case UPGRADE -> " before it answered the WebSocket handshake";
    };
  }

  private static WsrException refused(String relay, int status, Throwable failure) {
    return switch (status) {
      case 401, 403 ->
          new RejectedException(
              "the relay at %s refused with HTTP %d: check that this side's access token is there, has not expired and is for this use, or ask the relay's operator for one"
                  .formatted(relay, status),
              RejectReason.UNAUTHORIZED,
              null);
      case 101, 404, 426, 200, 400 ->
          new ProtocolException(
              "what answers at %s is no relay of this version (HTTP %d): check the address and its path"
                  .formatted(relay, status),
              failure);
      case 300, 301, 302, 303, 307, 308 ->
          new ProtocolException(
              "what answers at %s sends elsewhere (HTTP %d), where this side does not go: %s"
                  .formatted(
                      relay,
                      status,
                      relay.startsWith("ws:")
                          ? "if it does TLS, use wss://; if not, correct the address"
                          : "correct the address and its path"),
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
    return find(failure, HandshakeException.class).map(HandshakeException::getHttpStatusCode);
  }

  private static @Nullable Duration retryAfter(Throwable failure) {
    return find(failure, RefusedException.class).flatMap(RefusedException::retryAfter).orElse(null);
  }

  static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
