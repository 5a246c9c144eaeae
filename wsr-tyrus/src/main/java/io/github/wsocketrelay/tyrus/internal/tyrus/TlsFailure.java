package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.ProtocolException;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.RelayUntrustedException;
import io.github.wsocketrelay.WsrException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says why a TLS handshake failed, and what mends it. */
final class TlsFailure {
  private TlsFailure() {}

  /**
   * Whether a failure tells of the handshake: in TLS 1.3 the relay judges a client's certificate
   * when that takes the handshake for done.
   */
  static boolean isAnswer(Stage stage, SSLException failure) {
    return stage == Stage.TLS
        || (stage == Stage.UPGRADE && String.valueOf(failure.getMessage()).contains("fatal alert"));
  }

  static WsrException explain(String relay, SSLException failure) {
    Optional<CertificateException> certificate =
        DialFailure.find(failure, CertificateException.class);
    return certificate.isPresent()
        ? new RelayUntrustedException(
            "the certificate of the relay at " + relay + untrusted(certificate.get()), failure)
        : refused(relay, String.valueOf(failure.getMessage()), failure);
  }

  private static String untrusted(CertificateException failure) {
    Optional<CertificateExpiredException> expired =
        DialFailure.find(failure, CertificateExpiredException.class);
    if (expired.isPresent()) {
      return " has expired (%s): its operator has to renew it, unless this machine's clock is wrong"
          .formatted(expired.get().getMessage());
    }
    Optional<CertificateNotYetValidException> early =
        DialFailure.find(failure, CertificateNotYetValidException.class);
    if (early.isPresent()) {
      return " is not valid yet (%s): is this machine's clock right?"
          .formatted(early.get().getMessage());
    }
    if (DialFailure.find(failure, CertPathBuilderException.class).isPresent()) {
      return " is of an authority that is not trusted here, or self-signed: trust that authority's file, or the certificate's own, if it is the right one";
    }
    Optional<CertPathValidatorException> path =
        DialFailure.find(failure, CertPathValidatorException.class);
    return path.isPresent()
        ? " is refused (%s): its operator has to renew it".formatted(path.get().getMessage())
        : " is for another name (%s): dial the relay by a name that its certificate has"
            .formatted(failure.getMessage());
  }

  /** Java has no types for what the relay's end sent to end the handshake, only this text. */
  private static WsrException refused(String relay, String message, SSLException failure) {
    String said = message.toLowerCase(Locale.ROOT);
    if (said.contains("certificate") || said.contains("unknown_ca")) {
      return new RejectedException(
          "the relay at %s asks for a client certificate that it trusts (%s): give one that its operator has issued"
              .formatted(relay, message),
          RejectReason.UNAUTHORIZED,
          null);
    } else if (said.contains("unrecognized_name")) {
      return new RelayUntrustedException(
          "what answers at %s does not have this name (%s): dial the relay by a name that its certificate has"
              .formatted(relay, message),
          failure);
    } else if (said.contains("internal_error")) {
      return new RelayUnreachableException(
          "the TLS of the relay at %s failed at its end (%s): try again later"
              .formatted(relay, message),
          failure);
    }
    return new ProtocolException(
        "no TLS with the relay at %s (%s): it must offer TLS 1.2 or 1.3 with a cipher that this Java runtime has, and may ask for a client certificate"
            .formatted(relay, message),
        failure);
  }
}
