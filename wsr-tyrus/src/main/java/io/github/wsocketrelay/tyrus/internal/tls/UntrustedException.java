package io.github.wsocketrelay.tyrus.internal.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** A certificate was refused; tells which, since Java's own exceptions do not. */
public final class UntrustedException extends CertificateException {
  private static final long serialVersionUID = 1L;

  private final transient X509Certificate certificate;
  private final transient X509Certificate last;

  /**
   * Makes one of what Java's check has found.
   *
   * @param chain what was shown, at least one
   */
  public UntrustedException(X509Certificate[] chain, CertificateException cause) {
    super(cause.getMessage(), cause);
    this.certificate = chain[0];
    this.last = chain[chain.length - 1];
  }

  /** The peer's own, the first of its chain. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The last of its chain, whose issuer or itself is to be trusted. */
  public X509Certificate last() {
    return last;
  }
}
