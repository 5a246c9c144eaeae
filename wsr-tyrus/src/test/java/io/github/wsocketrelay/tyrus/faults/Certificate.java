package io.github.wsocketrelay.tyrus.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** A certificate signed by itself, with its key, made by the JDK's keytool. */
public final class Certificate {
  private static final List<String> P_256 = List.of("-keyalg", "EC", "-groupname", "secp256r1");
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final KeyStore keys;

  private Certificate(KeyStore keys) {
    this.keys = keys;
  }

  /**
   * Makes one.
   *
   * @param names as keytool has them: {@code dns:relay.test,ip:127.0.0.1}
   * @param start from when it is valid, as keytool has it: {@code -10d}
   * @param days for how long
   */
  public static Certificate of(String names, String start, int days) {
    return of(names, start, days, P_256);
  }

  /**
   * Makes one with another key.
   *
   * @param kind as keytool has it: {@code -keyalg RSA}
   */
  public static Certificate ofKey(String... kind) {
    return of("dns:relay.test", "-1d", 30, List.of(kind));
  }

  private static Certificate of(String names, String start, int days, List<String> kind) {
    try {
      Path directory = Files.createTempDirectory("wsr-certificate");
      Path file = directory.resolve("keys.p12");
      List<String> command =
          new ArrayList<>(
              List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
      command.addAll(List.of("-genkeypair", "-alias", "one"));
      command.addAll(kind);
      command.addAll(List.of("-dname", "CN=test", "-ext", "SAN=" + names, "-startdate", start));
      command.addAll(List.of("-validity", String.valueOf(days), "-storetype", "PKCS12"));
      command.addAll(List.of("-storepass", "changeit", "-keystore", file.toString()));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new AssertionError(said);
      }
      KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD);
      Files.delete(file);
      Files.delete(directory);
      return new Certificate(keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** One that is in order. */
  public static Certificate of(String names) {
    return of(names, "-1d", 30);
  }

  public X509Certificate certificate() {
    try {
      return (X509Certificate) keys.getCertificate("one");
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The certificate as a PEM file in this directory, by its name. */
  public Path chainFile(Path directory, String name) {
    try {
      return write(directory.resolve(name), "CERTIFICATE", certificate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The key as a PEM file in this directory, by its name. */
  public Path keyFile(Path directory, String name) {
    return write(directory.resolve(name), "PRIVATE KEY", key().getEncoded());
  }

  public PrivateKey key() {
    try {
      return (PrivateKey) keys.getKey("one", PASSWORD);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Path write(Path file, String what, byte[] der) {
    try {
      return Files.writeString(
          file,
          "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
              .formatted(what, Base64.getMimeEncoder().encodeToString(der)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What shows it. */
  public KeyManager[] keyManagers() {
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
