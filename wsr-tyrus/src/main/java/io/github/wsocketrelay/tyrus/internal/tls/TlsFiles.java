package io.github.wsocketrelay.tyrus.internal.tls;

import io.github.wsocketrelay.WsrException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files that TLS needs. Every failure names the file and what mends it, and no secret.
 */
final class TlsFiles {
  private TlsFiles() {}

  /** A keystore with a PEM chain and its key. */
  static KeyStore pem(Path chainFile, Path keyFile, char[] password)
      throws GeneralSecurityException, IOException {
    Certificate[] chain = certificates(chainFile).toArray(new Certificate[0]);
    PrivateKey key;
    try {
      key = PrivateKeys.parse(new String(read(keyFile), StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw unusable(keyFile, String.valueOf(e.getMessage()), e);
    }
    if (!PrivateKeys.belongTogether(key, chain[0].getPublicKey())) {
      throw unusable(keyFile, "its key is not that of the first certificate in " + chainFile, null);
    }
    KeyStore store = empty();
    store.setKeyEntry("own", key, password, chain);
    return store;
  }

  /** A keystore that trusts the certificates of a PEM file. */
  static KeyStore authorities(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    int number = 0;
    for (Certificate certificate : certificates(file)) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    return store;
  }

  /** A PKCS#12 file, which has a private key. */
  static KeyStore pkcs12(Path file, char[] password) throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = new ByteArrayInputStream(read(file))) {
      store.load(in, password);
    } catch (IOException e) {
      throw unusable(file, "it is no PKCS#12 keystore, or the password is wrong", e);
    }
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        return store;
      }
    }
    throw unusable(file, "it holds no private key", null);
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** At least one. */
  static List<X509Certificate> certificates(Path file) {
    List<X509Certificate> found = new ArrayList<>();
    try {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(file)))) {
        found.add((X509Certificate) certificate);
      }
    } catch (CertificateException e) {
      throw unusable(file, "it holds no certificates that can be read", e);
    }
    if (found.isEmpty()) {
      throw unusable(file, "it holds no certificate", null);
    }
    return found;
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
