package io.github.wsocketrelay.tyrus.internal.tls;

import io.github.wsocketrelay.SideTls;
import io.github.wsocketrelay.WsrException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the context for a side's TLS of what its user has given. Reads files. */
public final class SideContext {
  private SideContext() {}

  /**
   * Makes a context.
   *
   * @throws WsrException for a file that cannot be used, saying which and what mends it
   */
  public static SSLContext of(SideTls tls) {
    Optional<SSLContext> given = tls.context();
    if (given.isPresent()) {
      return given.get();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(tls), trust(tls), null);
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
    TrustManager[] trust = factory.getTrustManagers();
    for (int i = 0; i < trust.length; i++) {
      if (trust[i] instanceof X509ExtendedTrustManager extended) {
        trust[i] = new ExplainingTrust(extended);
      }
    }
    return trust;
  }

  private static KeyManager @Nullable [] keys(SideTls tls)
      throws GeneralSecurityException, IOException {
    char[] password = tls.password();
    KeyStore store;
    if (tls.keystore().isPresent()) {
      store = TlsFiles.pkcs12(tls.keystore().get(), password);
    } else if (tls.chain().isPresent() && tls.key().isPresent()) {
      store = TlsFiles.pem(tls.chain().get(), tls.key().get(), password);
    } else {
      return null;
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }
}
