package io.github.wsocketrelay.tyrus.faults;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A certificate with its key and those that lead to its authority, made in a few milliseconds: the
 * JDK has no public way to make one but a process of keytool, which takes a second.
 */
public final class Certificate {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final AtomicLong SERIAL = new AtomicLong(1);
  private static final Duration LONG_AGO = Duration.ofDays(-1);

  private static final byte[] VERSION_3 = Der.hex("a003020102");
  private static final byte[] COMMON_NAME = Der.hex("0603550403");
  private static final byte[] ALTERNATIVE_NAMES = Der.hex("0603551d11");

  /** Basic constraints, critical: an authority. */
  private static final byte[] IS_AUTHORITY = Der.hex("300f0603551d130101ff040530030101ff");

  private final String name;
  private final KeyPair keys;
  private final List<X509Certificate> chain;

  private Certificate(String name, KeyPair keys, List<X509Certificate> chain) {
    this.name = name;
    this.keys = keys;
    this.chain = chain;
  }

  /**
   * One for these names that is in order, signed by itself: {@code dns:relay.test,ip:127.0.0.1}.
   */
  public static Certificate of(String names) {
    return of(names, LONG_AGO, Duration.ofDays(30));
  }

  /**
   * One for these names, signed by itself.
   *
   * @param start from when it is valid, from now on
   * @param validity for how long from then on
   */
  public static Certificate of(String names, Duration start, Duration validity) {
    return signed(null, "test", names(names), start, validity, keys("EC", "secp256r1"));
  }

  /** One with another key, signed by itself: {@code RSA}, {@code EC secp384r1}. */
  public static Certificate ofKey(String kind, String... curve) {
    return signed(
        null, "test", names("dns:relay.test"), LONG_AGO, Duration.ofDays(30), keys(kind, curve));
  }

  /** An authority that has signed itself. */
  public static Certificate root(String name) {
    return signed(null, name, IS_AUTHORITY, LONG_AGO, Duration.ofDays(30), keys("EC", "secp256r1"));
  }

  /** An authority under this one. */
  public Certificate intermediate(String intermediateName) {
    return intermediate(intermediateName, LONG_AGO, Duration.ofDays(30));
  }

  /** An authority under this one, for this time. */
  public Certificate intermediate(String intermediateName, Duration start, Duration validity) {
    return signed(this, intermediateName, IS_AUTHORITY, start, validity, keys("EC", "secp256r1"));
  }

  /** One for these names, signed by this authority. */
  public Certificate issue(String names) {
    return issue(names, LONG_AGO, Duration.ofDays(30));
  }

  /** One for these names and this time, signed by this authority. */
  public Certificate issue(String names, Duration start, Duration validity) {
    return signed(this, "leaf", names(names), start, validity, keys("EC", "secp256r1"));
  }

  private static KeyPair keys(String kind, String... curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      if (curve.length > 0) {
        generator.initialize(new ECGenParameterSpec(curve[0]));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** RFC 5280, 4.1. */
  private static Certificate signed(
      Certificate issuer,
      String name,
      byte[] extension,
      Duration start,
      Duration validity,
      KeyPair keys) {
    Instant from = Instant.now().plus(start);
    PrivateKey signing = issuer == null ? keys.getPrivate() : issuer.key();
    byte[] algorithm = algorithm(signing);
    byte[] content =
        Der.sequence(
            VERSION_3,
            Der.of(0x02, BigInteger.valueOf(SERIAL.getAndIncrement()).toByteArray()),
            algorithm,
            distinguished(issuer == null ? name : issuer.name),
            Der.sequence(time(from), time(from.plus(validity))),
            distinguished(name),
            keys.getPublic().getEncoded(),
            Der.of(0xa3, Der.sequence(extension)));
    try {
      Signature signature = Signature.getInstance(signature(signing));
      signature.initSign(signing);
      signature.update(content);
      byte[] der = Der.sequence(content, algorithm, Der.bits(signature.sign()));
      List<X509Certificate> chain = new ArrayList<>();
      chain.add(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der)));
      if (issuer != null) {
        chain.addAll(issuer.chain);
      }
      return new Certificate(name, keys, List.copyOf(chain));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String signature(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> "Ed25519";
    };
  }

  private static byte[] algorithm(PrivateKey key) {
    return Der.hex(
        switch (key.getAlgorithm()) {
          case "RSA" -> "300d06092a864886f70d01010b0500";
          case "EC" -> "300a06082a8648ce3d040302";
          default -> "300506032b6570";
        });
  }

  private static byte[] distinguished(String name) {
    return Der.sequence(Der.of(0x31, Der.sequence(COMMON_NAME, Der.text(0x0c, name))));
  }

  private static byte[] time(Instant when) {
    return Der.text(
        0x18, DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").format(when.atZone(ZoneOffset.UTC)));
  }

  private static byte[] names(String names) {
    return Der.sequence(
        ALTERNATIVE_NAMES,
        Der.of(
            0x04,
            Der.sequence(
                Stream.of(names.split(",")).map(Certificate::name).toArray(byte[][]::new))));
  }

  private static byte[] name(String name) {
    String value = name.substring(name.indexOf(':') + 1);
    try {
      return name.startsWith("ip:")
          ? Der.of(0x87, InetAddress.getByName(value).getAddress())
          : Der.text(0x82, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** It, and those that lead to its authority, with the authority's own as the last. */
  public List<X509Certificate> chain() {
    return chain;
  }

  public PrivateKey key() {
    return keys.getPrivate();
  }

  /** The certificate alone as a PEM file in this directory, by its name. */
  public Path chainFile(Path directory, String file) {
    return write(directory, file, List.of(certificate()));
  }

  /** The key as a PEM file in this directory, by its name. */
  public Path keyFile(Path directory, String file) {
    return write(directory.resolve(file), pem("PRIVATE KEY", key().getEncoded()));
  }

  /** Certificates as a PEM file in this directory, by its name. */
  public static Path write(Path directory, String file, List<X509Certificate> certificates) {
    return write(
        directory.resolve(file),
        certificates.stream()
            .map(certificate -> pem("CERTIFICATE", encoded(certificate)))
            .collect(Collectors.joining()));
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(der));
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What shows it, without those that lead to its authority. */
  public KeyManager[] keyManagers() {
    return keyManagers(1);
  }

  /**
   * What shows it.
   *
   * @param certificates how many of the chain
   */
  public KeyManager[] keyManagers(int certificates) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "one",
          key(),
          PASSWORD,
          chain.subList(0, certificates).toArray(new X509Certificate[certificates]));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }
}
