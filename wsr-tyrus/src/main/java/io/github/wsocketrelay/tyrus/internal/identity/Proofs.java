package io.github.wsocketrelay.tyrus.internal.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What proves to a relay who owns a server ID, and to a relay and an exposer who knows it: see
 * docs/protocol.md, "Proofs".
 */
public final class Proofs {
  private static final String REGISTER = "wsr.v1 register";
  private static final String OPEN = "wsr.v1 open";

  /** What comes before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
  private static final byte[] ED25519_PREFIX = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  private Proofs() {}

  /** What an exposer signs. */
  public static byte[] registerTranscript(
      byte[] nonce, String host, String tag, long epoch, byte[] admissionKey) {
    return new Transcript(REGISTER)
        .add(nonce)
        .add(host)
        .add(tag)
        .add(epoch)
        .add(sha256(admissionKey))
        .bytes();
  }

  /** A connector's proof to the relay that it holds the admission key. */
  public static byte[] openProof(
      byte[] admissionKey, byte[] nonce, String host, String tag, long epoch, byte[] tunnel) {
    return hmac(
        admissionKey,
        new Transcript(OPEN).add(nonce).add(host).add(tag).add(epoch).add(tunnel).bytes());
  }

  /** A connector's proof to the exposer that it holds the tunnel key. */
  public static byte[] sideProof(byte[] tunnelKey, byte[] tunnel, long epoch) {
    return hmac(tunnelKey, new Transcript(OPEN).add(tunnel).add(epoch).bytes());
  }

  /** Whether two proofs are the same, in a time that does not tell where they differ. */
  public static boolean same(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }

  /** The 32 bytes of an Ed25519 public key. */
  public static byte[] rawKey(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return Arrays.copyOfRange(encoded, ED25519_PREFIX.length, encoded.length);
  }

  /** Whether an Ed25519 signature (RFC 8032) is right; false for anything that is none. */
  public static boolean verify(byte[] rawKey, byte[] transcript, byte[] signature) {
    try {
      byte[] encoded = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + rawKey.length);
      System.arraycopy(rawKey, 0, encoded, ED25519_PREFIX.length, rawKey.length);
      PublicKey key =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(transcript);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks HmacSHA256", e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }
}
