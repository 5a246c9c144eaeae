package io.github.wsocketrelay.tyrus.internal.tls;

import io.github.wsocketrelay.SideTls;
import io.github.wsocketrelay.WsrException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the context for a side's TLS of what its user has given. Reads files. */
public final class SideContext {
  private static final Logger LOG = System.getLogger(SideContext.class.getName());

  private SideContext() {}

  /**
   * Makes a context, and warns of an own certificate that is out of date.
   *
   * @throws WsrException for a file that cannot be used, saying which and what mends it
   */
  public static SSLContext of(SideTls tls, InstantSource clock) {
    Optional<SSLContext> given = tls.context();
    if (given.isPresent()) {
      return given.get();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(tls, clock), trust(tls), null);
      return context;
    } catch (WsrException e) {
      throw e;
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new WsrException("no TLS with what is in the files that were given: " + e, e);
    }
  }

  private static TrustManager[] trust(SideTls tls) throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(
        tls.authorities().isPresent() ? TlsFiles.authorities(tls.authorities().get()) : null);
    return ExplainingTrust.of(factory);
  }

  private static KeyManager @Nullable [] keys(SideTls tls, InstantSource clock)
      throws GeneralSecurityException, IOException {
    char[] password = tls.password();
    KeyStore store;
    Path file;
    if (tls.keystore().isPresent()) {
      file = tls.keystore().get();
      store = TlsFiles.pkcs12(file, password);
    } else if (tls.chain().isPresent() && tls.key().isPresent()) {
      file = tls.chain().get();
      store = TlsFiles.pem(file, tls.key().get(), password);
    } else {
      return null;
    }
    OwnCertificate.complaint(
            "this side's",
            "relays",
            file,
            (X509Certificate) store.getCertificate(TlsFiles.OWN),
            clock.instant())
        .ifPresent(line -> LOG.log(Level.WARNING, line));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }
}
