package io.github.wsocketrelay.tyrus.internal.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** A certificate was refused; tells which, since Java's own exceptions do not. */
public final class UntrustedException extends CertificateException {
  private static final long serialVersionUID = 1L;

  private final transient List<X509Certificate> chain;

  /**
   * Makes one of what Java's check has found.
   *
   * @param chain what was shown, at least one
   */
  public UntrustedException(X509Certificate[] chain, CertificateException cause) {
    super(cause.getMessage(), cause);
    this.chain = List.of(chain);
  }

  /** The peer's own, the first of its chain. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** The last of its chain, whose issuer or itself is to be trusted. */
  public X509Certificate last() {
    return chain.get(chain.size() - 1);
  }

  /** The first of its chain that has expired by now; its own where it is none of them. */
  public X509Certificate expired() {
    Instant now = Instant.now();
    return chain.stream()
        .filter(one -> now.isAfter(one.getNotAfter().toInstant()))
        .findFirst()
        .orElse(certificate());
  }
}
