package io.github.wsocketrelay.tyrus.internal.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** A certificate was refused; tells which, since Java's own exceptions do not. */
public final class UntrustedException extends CertificateException {
  private static final long serialVersionUID = 1L;

  private final transient X509Certificate certificate;

  /** Makes one of what Java's check has found. */
  public UntrustedException(X509Certificate certificate, CertificateException cause) {
    super(cause.getMessage(), cause);
    this.certificate = certificate;
  }

  /** The peer's own, the first of its chain. */
  public X509Certificate certificate() {
    return certificate;
  }
}
