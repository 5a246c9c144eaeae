package io.github.wsocketrelay.tyrus.internal.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads private keys as PEM has them (RFC 7468): PKCS#8, and the older forms of RSA (RFC 8017,
 * A.1.2) and of elliptic curves (RFC 5915), which Java does not know and which are the inner part
 * of PKCS#8 (RFC 5208).
 */
final class PrivateKeys {
  private static final Pattern PEM =
      Pattern.compile("(?s)-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----(.*?)-----END \\1-----");
  private static final List<String> KINDS = List.of("EC", "RSA", "Ed25519", "Ed448");
  private static final byte[] PROBE = {1, 2, 3, 4};

  /** INTEGER 0: the version of PKCS#8. */
  private static final byte[] VERSION = bytes("020100");

  /** SEQUENCE { OBJECT IDENTIFIER rsaEncryption, NULL }. */
  private static final byte[] RSA = bytes("300d06092a864886f70d0101010500");

  /** OBJECT IDENTIFIER ecPublicKey. */
  private static final byte[] EC = bytes("06072a8648ce3d0201");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int PARAMETERS = 0xa0;

  private PrivateKeys() {}

  /**
   * Reads the first key of a file.
   *
   * @throws IllegalArgumentException saying what is wrong, in words that follow "it is of no use,"
   */
  static PrivateKey parse(String text) {
    Matcher pem = PEM.matcher(text);
    if (!pem.find()) {
      throw new IllegalArgumentException("it holds no private key in PEM form");
    }
    String form = pem.group(1);
    String base64 = pem.group(2);
    if (form.startsWith("ENCRYPTED") || base64.contains("ENCRYPTED")) {
      throw new IllegalArgumentException(
          "its key is encrypted (decrypt it with: openssl pkey -in … -out …)");
    }
    try {
      byte[] der = bytesOf(base64);
      return ofPkcs8(
          switch (form) {
            case "RSA PRIVATE KEY" -> sequence(VERSION, RSA, tagged(OCTET_STRING, der));
            case "EC PRIVATE KEY" ->
                sequence(VERSION, sequence(EC, curveOf(der)), tagged(OCTET_STRING, der));
            default -> der;
          });
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("its key is cut off", e);
    }
  }

  private static byte[] bytesOf(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("its key is cut off", e);
    }
  }

  private static PrivateKey ofPkcs8(byte[] der) {
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (GeneralSecurityException e) {
        // It is of another kind, or none.
      }
    }
    throw new IllegalArgumentException("its key is neither RSA nor of an elliptic curve");
  }

  /** The curve's identifier, in the optional field 0 of RFC 5915's ECPrivateKey. */
  private static byte[] curveOf(byte[] der) {
    int at = content(der, 0);
    while (at < der.length) {
      int inside = content(der, at);
      int end = inside + length(der, at);
      if (end < inside || end > der.length) {
        throw new IllegalArgumentException("its key is cut off");
      }
      if ((der[at] & 0xff) == PARAMETERS) {
        return Arrays.copyOfRange(der, inside, end);
      }
      at = end;
    }
    throw new IllegalArgumentException(
        "its key does not tell its curve (convert it with: openssl pkey -in … -out …)");
  }

  /** Where the content of the value at this place begins. */
  private static int content(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first - 0x80);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = at + 2; i < content(der, at); i++) {
      length = (length << 8) | (der[i] & 0xff);
    }
    if (length < 0) {
      throw new IllegalArgumentException("its key is no key");
    }
    return length;
  }

  private static byte[] sequence(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return tagged(SEQUENCE, all.toByteArray());
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(tag);
    if (content.length < 0x80) {
      value.write(content.length);
    } else {
      value.write(0x82); // Two bytes of length: no key has more than 65,535 bytes.
      value.write(content.length >> 8);
      value.write(content.length);
    }
    value.writeBytes(content);
    return value.toByteArray();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** Whether a signature of the private key is one of the public key. */
  static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
    String kind = key.getAlgorithm();
    String signature =
        switch (kind) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> kind;
        };
    try {
      Signature signing = Signature.getInstance(signature);
      signing.initSign(key);
      signing.update(PROBE);
      byte[] signed = signing.sign();
      Signature verifying = Signature.getInstance(signature);
      verifying.initVerify(publicKey);
      verifying.update(PROBE);
      return verifying.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
