package io.github.wsocketrelay.spi;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that both sides derive from a server ID, and the tag that stands for it in public.
 *
 * <p>{@code root = PBKDF2-HMAC-SHA256(ID, "wsr.v1", 200,000 rounds, 32 bytes)}; each key is
 * HKDF-SHA256 (RFC 5869) of it with an empty salt and a purpose as info. The tag is the base32 (RFC
 * 4648, lower case, no padding) of the first 128 bits of SHA-256 over the admission key. Immutable.
 */
public final class ServerKeys {
  /** Rounds of PBKDF2: about 0.1 s, so that guessing a chosen ID is slow. */
  public static final int ROUNDS = 200_000;

  private static final int KEY_BYTES = 32;
  private static final int TAG_BYTES = 16;
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final byte[] SALT = "wsr.v1".getBytes(StandardCharsets.US_ASCII);

  private final byte[] admissionKey;
  private final byte[] tunnelKey;
  private final String tag;

  private ServerKeys(byte[] admissionKey, byte[] tunnelKey) {
    this.admissionKey = admissionKey;
    this.tunnelKey = tunnelKey;
    this.tag = tagOf(admissionKey);
  }

  /**
   * Derives the keys of an ID; takes about 0.1 s.
   *
   * @param serverId the normalised text of the ID
   * @return its keys
   */
  public static ServerKeys derive(String serverId) {
    try {
      PBEKeySpec spec = new PBEKeySpec(serverId.toCharArray(), SALT, ROUNDS, KEY_BYTES * 8);
      byte[] root =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      return new ServerKeys(expand(root, "admission"), expand(root, "tunnel"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks PBKDF2WithHmacSHA256", e);
    }
  }

  /**
   * The tag that belongs to an admission key.
   *
   * @param admissionKey an admission key
   * @return 26 characters of {@code [a-z2-7]}
   */
  public static String tagOf(byte[] admissionKey) {
    byte[] digest = Arrays.copyOf(sha256(admissionKey), TAG_BYTES);
    StringBuilder text = new StringBuilder(26);
    int buffer = 0;
    int bits = 0;
    for (byte b : digest) {
      buffer = (buffer << 8) | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32.charAt((buffer >>> bits) & 31));
      }
    }
    return text.append(BASE32.charAt((buffer << (5 - bits)) & 31)).toString();
  }

  /**
   * The key with which a connector proves to the relay that it knows the ID. The relay learns it
   * from the exposer.
   *
   * @return a copy, 32 bytes
   */
  public byte[] admissionKey() {
    return admissionKey.clone();
  }

  /**
   * The key that connector and exposer share and that the relay never learns.
   *
   * @return a copy, 32 bytes
   */
  public byte[] tunnelKey() {
    return tunnelKey.clone();
  }

  /**
   * What the relay routes by; it opens nothing, so paths may show it, and logs its first six
   * characters. Guesses at a chosen ID can be compared with either.
   *
   * @return 26 characters of {@code [a-z2-7]}
   */
  public String tag() {
    return tag;
  }

  /** Shows the tag only. */
  @Override
  public String toString() {
    return "#" + tag.substring(0, 6);
  }

  /** HKDF-SHA256, RFC 5869, for one block of output. */
  private static byte[] expand(byte[] root, String info) throws GeneralSecurityException {
    byte[] pseudoRandomKey = hmac(new byte[KEY_BYTES], root);
    byte[] label = info.getBytes(StandardCharsets.US_ASCII);
    byte[] block = Arrays.copyOf(label, label.length + 1);
    block[label.length] = 1;
    return hmac(pseudoRandomKey, block);
  }

  private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }
}
