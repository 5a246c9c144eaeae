package io.github.wsocketrelay.tyrus.internal.tyrus;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.ssl.SSLUtils;

/** What TLS is on a connection. */
final class Tls {
  private Tls() {}

  /** The peer's certificates that were verified, its own first; empty where there are none. */
  static List<X509Certificate> certificates(Connection<?> connection) {
    SSLEngine engine = SSLUtils.getSSLEngine(connection);
    if (engine == null) {
      return List.of();
    }
    try {
      Certificate[] chain = engine.getSession().getPeerCertificates();
      return Stream.of(chain)
          .filter(X509Certificate.class::isInstance)
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }
}
