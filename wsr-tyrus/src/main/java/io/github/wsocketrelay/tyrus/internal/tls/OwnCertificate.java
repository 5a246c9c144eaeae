package io.github.wsocketrelay.tyrus.internal.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** Says of a certificate of this end that its date is wrong. Only a warning: others judge it. */
final class OwnCertificate {
  private OwnCertificate() {}

  /**
   * What is wrong with its dates; empty for nothing.
   *
   * @param whose as in {@code the relay's}
   * @param others who refuse it, as in {@code sides}
   */
  static Optional<String> complaint(
      String whose, String others, Path file, X509Certificate certificate, Instant now) {
    Instant end = certificate.getNotAfter().toInstant();
    Instant begin = certificate.getNotBefore().toInstant();
    if (now.isAfter(end)) {
      return Optional.of(
          "%s certificate in %s has expired on %s: %s refuse it, renew it"
              .formatted(whose, file, end, others));
    } else if (now.isBefore(begin)) {
      return Optional.of(
          "%s certificate in %s is not valid before %s: is this machine's clock right?"
              .formatted(whose, file, begin));
    }
    return Optional.empty();
  }
}
