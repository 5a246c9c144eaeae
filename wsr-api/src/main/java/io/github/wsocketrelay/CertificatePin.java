package io.github.wsocketrelay;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The SHA-256 digest of a certificate's public key (RFC 7469, 2.4), which stays the same when the
 * certificate is renewed for the same key. Immutable.
 */
public final class CertificatePin {
  private static final int BYTES = 32;
  private static final String PREFIX = "sha256/";

  private final byte[] digest;

  private CertificatePin(byte[] digest) {
    this.digest = digest;
  }

  /**
   * Reads a pin.
   *
   * @param text {@code sha256/} and base64, or 64 hexadecimal digits with or without colons
   * @return the pin
   * @throws IllegalArgumentException saying what is wrong
   */
  public static CertificatePin parse(String text) {
    String stripped = text.strip();
    try {
      byte[] digest =
          stripped.startsWith(PREFIX)
              ? Base64.getDecoder().decode(stripped.substring(PREFIX.length()))
              : HexFormat.of().parseHex(stripped.replace(":", ""));
      if (digest.length == BYTES) {
        return new CertificatePin(digest);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "%s is no pin: write sha256/ and base64, or 64 hexadecimal digits, of the SHA-256 of the public key"
            .formatted(Checks.quoted(text)));
  }

  /**
   * The pin of a certificate.
   *
   * @param certificate a certificate
   * @return its key's digest
   */
  public static CertificatePin of(X509Certificate certificate) {
    try {
      return new CertificatePin(
          MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CertificatePin pin && Arrays.equals(pin.digest, digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  /** {@code sha256/} and base64. */
  @Override
  public String toString() {
    return PREFIX + Base64.getEncoder().encodeToString(digest);
  }
}
