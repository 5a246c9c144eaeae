package io.github.wsocketrelay.tyrus.internal.tls;

import io.github.wsocketrelay.UnusableFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files that TLS needs. Every failure names the file and what mends it, and no secret.
 */
final class TlsFiles {
  /** The alias of the one key in stores of here. */
  static final String OWN = "own";

  private static final Pattern PEM =
      Pattern.compile("(?s)-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----");

  /** Chains of all authorities together are 200 KB. */
  private static final int MOST_BYTES = 1 << 20;

  private TlsFiles() {}

  /** A keystore with a PEM chain and its key. */
  static KeyStore pem(Path chainFile, Path keyFile, char[] password)
      throws GeneralSecurityException, IOException {
    List<X509Certificate> chain = certificates(chainFile);
    PrivateKey key = key(keyFile);
    if (!PrivateKeys.belongTogether(key, chain.get(0).getPublicKey())) {
      boolean further =
          chain.stream().anyMatch(one -> PrivateKeys.belongTogether(key, one.getPublicKey()));
      throw further
          ? unusable(chainFile, "the certificate of the key is not the first in it", null)
          : unusable(keyFile, "its key is not that of the first certificate in " + chainFile, null);
    }
    requireOrder(chainFile, chain);
    KeyStore store = empty();
    store.setKeyEntry(OWN, key, password, chain.toArray(new Certificate[0]));
    return store;
  }

  private static PrivateKey key(Path file) {
    try {
      return PrivateKeys.parse(new String(read(file), StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw unusable(file, String.valueOf(e.getMessage()), e);
    }
  }

  /** Java's keystores take no others, without saying why; and RFC 5246, 7.4.2 wants it. */
  private static void requireOrder(Path file, List<X509Certificate> chain) {
    for (int i = 1; i < chain.size(); i++) {
      X509Certificate before = chain.get(i - 1);
      if (!before.getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal())
          || chain.indexOf(chain.get(i)) < i) {
        throw unusable(
            file,
            "its certificate number %d is not that of the authority which has signed the one before"
                .formatted(i + 1),
            null);
      }
    }
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

  /**
   * The private key of a PKCS#12 file that has a certificate: of several that whose alias is the
   * first in order.
   */
  static KeyStore pkcs12(Path file, char[] password) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = new ByteArrayInputStream(read(file))) {
      store.load(in, password);
    } catch (IOException e) {
      throw unusable(file, "it is no PKCS#12 keystore, or the password is wrong", e);
    }
    for (String alias : new TreeSet<>(Collections.list(store.aliases()))) {
      if (store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class)
          && store.getCertificateChain(alias) != null) {
        return only(file, store, alias, password);
      }
    }
    throw unusable(file, "it holds no private key with a certificate", null);
  }

  /** Java would choose among several by their hash codes. */
  private static KeyStore only(Path file, KeyStore store, String alias, char[] password)
      throws GeneralSecurityException, IOException {
    KeyStore one = empty();
    try {
      one.setKeyEntry(
          OWN, store.getKey(alias, password), password, store.getCertificateChain(alias));
    } catch (UnrecoverableKeyException e) {
      throw unusable(file, "its key has another password than the file", e);
    }
    return one;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** At least one: all that are in PEM form, among whatever else, or what is in binary form. */
  static List<X509Certificate> certificates(Path file) {
    byte[] content = read(file);
    List<X509Certificate> found = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      Matcher pem = PEM.matcher(new String(content, StandardCharsets.ISO_8859_1));
      while (pem.find()) {
        byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
        found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      }
      if (found.isEmpty()) {
        for (Certificate certificate :
            factory.generateCertificates(new ByteArrayInputStream(content))) {
          found.add((X509Certificate) certificate);
        }
      }
    } catch (CertificateException | IllegalArgumentException e) {
      throw unusable(file, "it holds no certificates that can be read", e);
    }
    if (found.isEmpty()) {
      throw unusable(file, "it holds no certificate", null);
    }
    return found;
  }

  /** All of a file: not of one that has no end, or is not for this. */
  static byte[] read(Path file) {
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException | RuntimeException e) { // Of a file system that is closed, for one.
      throw UnusableFileException.unreadable(file, e);
    }
    if (content.length > MOST_BYTES) {
      throw unusable(file, "it has more than " + MOST_BYTES + " bytes", null);
    }
    return content;
  }

  private static UnusableFileException unusable(Path file, String why, @Nullable Throwable cause) {
    return new UnusableFileException(
        file,
        "the file %s for TLS is of no use, %s: correct it, or give another".formatted(file, why),
        cause);
  }
}
