package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.CertificatePin;
import io.github.wsocketrelay.ProtocolException;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.RelayUntrustedException;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.log.LogText;
import io.github.wsocketrelay.tyrus.internal.tls.UntrustedException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Says why a TLS handshake failed, and what mends it. */
final class TlsFailure {
  private static final int MOST_NAMES = 10;
  private static final int MOST_CHARACTERS = 100;

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
        : refused(relay, printable(String.valueOf(failure.getMessage())), failure);
  }

  private static String untrusted(CertificateException failure) {
    Optional<UntrustedException> refused = DialFailure.find(failure, UntrustedException.class);
    Optional<X509Certificate> shown = refused.map(UntrustedException::certificate);
    if (DialFailure.find(failure, CertificateExpiredException.class).isPresent()) {
      return expired(refused);
    } else if (DialFailure.find(failure, CertificateNotYetValidException.class).isPresent()) {
      return " is not valid yet%s: is this machine's clock right?"
          .formatted(shown.map(it -> ", but from " + it.getNotBefore().toInstant()).orElse(""));
    } else if (isOfUnknownAuthority(failure)) {
      return shown.map(TlsFailure::isSelfSigned).orElse(false)
          ? " is self-signed: if it is the right one, trust its file, with --ca or SideTls.trusting (pin %s)"
              .formatted(CertificatePin.of(shown.get()))
          : " is of an authority that is not trusted here%s: if it is the right one, trust that authority's file, with --ca or SideTls.trusting; if what is above that authority is trusted, the relay leaves out certificates in between, which its operator has to add to its chain"
              .formatted(refused.map(UntrustedException::last).map(TlsFailure::issuer).orElse(""));
    } else if (DialFailure.find(failure, CertPathValidatorException.class).isPresent()) {
      return " is refused (%s): its operator has to renew it"
          .formatted(printable(String.valueOf(failure.getMessage())));
    } else if (isForAnotherName(failure)) {
      return " is for another name%s: dial the relay by a name that its certificate has"
          .formatted(shown.map(TlsFailure::names).orElse(""));
    }
    return " is refused (%s): its operator has to get another, unless what this side trusts is to be corrected"
        .formatted(printable(String.valueOf(failure.getMessage())));
  }

  /** Java has no type for it, only these texts. */
  private static boolean isForAnotherName(CertificateException failure) {
    String said = String.valueOf(failure.getMessage());
    return said.startsWith("No name matching") || said.startsWith("No subject alternative");
  }

  private static String expired(Optional<UntrustedException> refused) {
    Optional<X509Certificate> expired = refused.map(UntrustedException::expired);
    String when = expired.map(it -> " on " + it.getNotAfter().toInstant()).orElse("");
    return expired.equals(refused.map(UntrustedException::certificate))
        ? " has expired%s: its operator has to renew it, unless this machine's clock is wrong"
            .formatted(when)
        : " leads to one of an authority (%s) that has expired%s: its operator has to put the authority's new one into the chain, unless this machine's clock is wrong"
            .formatted(
                expired.map(it -> printable(it.getSubjectX500Principal().getName())).orElse(""),
                when);
  }

  /** Also where one that is trusted has the same name, and another key. */
  private static boolean isOfUnknownAuthority(CertificateException failure) {
    return DialFailure.find(failure, CertPathBuilderException.class).isPresent()
        || DialFailure.find(failure, CertPathValidatorException.class)
            .map(CertPathValidatorException::getReason)
            .filter(
                reason ->
                    reason == BasicReason.INVALID_SIGNATURE || reason == PKIXReason.NO_TRUST_ANCHOR)
            .isPresent();
  }

  private static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
  }

  private static String issuer(X509Certificate certificate) {
    return " (" + printable(certificate.getIssuerX500Principal().getName()) + ")";
  }

  /** The names that the certificate has, which are anybody's bytes. */
  private static String names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? ", it has none (subject alternative name)"
          : ", it has "
              + names.stream()
                  .filter(name -> name.get(1) instanceof String)
                  .map(name -> printable((String) name.get(1)))
                  .limit(MOST_NAMES)
                  .collect(Collectors.joining(", "));
    } catch (CertificateParsingException e) {
      return "";
    }
  }

  private static String printable(String text) {
    return LogText.shown(text, MOST_CHARACTERS);
  }

  /** Java has no types for what the relay's end sent to end the handshake, only this text. */
  private static WsrException refused(String relay, String message, SSLException failure) {
    String said = message.toLowerCase(Locale.ROOT);
    if (said.contains("certificate") || said.contains("unknown_ca")) {
      return new RejectedException(
          "the relay at %s asks for a client certificate that it trusts (%s): give one that its operator has issued and that has not expired, with --cert and --key or SideTls.certificate"
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
    return new ProtocolException( // In TLS 1.2 "handshake_failure" may be either (RFC 5246, 7.4.6).
        "no TLS with the relay at %s (%s): if it asks for a client certificate, give one that its operator has issued; if not, it must offer TLS 1.2 or 1.3 with a cipher that this Java runtime has"
            .formatted(relay, message),
        failure);
  }
}
