package io.github.wsocketrelay.tyrus.internal.tls;

import io.github.wsocketrelay.SideTls;
import io.github.wsocketrelay.WsrException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the context for a side's TLS of what its user has given. Reads files. */
public final class SideContext {
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");
  private static final List<String> KEY_KINDS = List.of("EC", "RSA", "Ed25519");

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
    } catch (GeneralSecurityException | IOException e) {
      throw new WsrException("this Java runtime cannot do TLS: " + e, e);
    }
  }

  private static TrustManager[] trust(SideTls tls) throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(tls.authorities().isPresent() ? authorities(tls.authorities().get()) : null);
    TrustManager[] trust = factory.getTrustManagers();
    for (int i = 0; i < trust.length; i++) {
      if (trust[i] instanceof X509ExtendedTrustManager extended) {
        trust[i] = new ExplainingTrust(extended);
      }
    }
    return trust;
  }

  private static KeyStore authorities(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    int number = 0;
    for (Certificate certificate : certificates(file)) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException {
    Collection<? extends Certificate> found;
    try {
      found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(file)));
    } catch (java.security.cert.CertificateException e) {
      throw unusable(file, "it holds no certificates that can be read", e);
    }
    if (found.isEmpty()) {
      throw unusable(file, "it holds no certificate", null);
    }
    return found;
  }

  private static KeyManager @Nullable [] keys(SideTls tls)
      throws GeneralSecurityException, IOException {
    char[] password = tls.password();
    KeyStore store;
    if (tls.keystore().isPresent()) {
      store = keystore(tls.keystore().get(), password);
    } else if (tls.chain().isPresent() && tls.key().isPresent()) {
      store = empty();
      Certificate[] chain = certificates(tls.chain().get()).toArray(new Certificate[0]);
      store.setKeyEntry("own", key(tls.key().get()), password, chain);
    } else {
      return null;
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  private static KeyStore keystore(Path file, char[] password) throws GeneralSecurityException {
    try (InputStream in = new ByteArrayInputStream(read(file))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      return store;
    } catch (IOException e) {
      throw unusable(file, "it is no PKCS#12 keystore, or the password is wrong", e);
    }
  }

  private static PrivateKey key(Path file) {
    Matcher pem = PRIVATE_KEY.matcher(new String(read(file), StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw unusable(
          file,
          "it holds no PRIVATE KEY that is not encrypted (convert it with openssl pkcs8 -topk8 -nocrypt)",
          null);
    }
    for (String kind : KEY_KINDS) {
      try {
        return KeyFactory.getInstance(kind)
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        // It is of another kind, or none.
      }
    }
    throw unusable(file, "its key is neither RSA nor of an elliptic curve", null);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unusable(file, "it cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private static WsrException unusable(Path file, String why, @Nullable Throwable cause) {
    return new WsrException(
        "the file %s for TLS is of no use, %s: correct it, or give another".formatted(file, why),
        cause);
  }
}
