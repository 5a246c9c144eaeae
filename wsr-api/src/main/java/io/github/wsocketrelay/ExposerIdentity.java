package io.github.wsocketrelay;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Who an exposer is: a server ID, and the Ed25519 key (RFC 8032) that makes it the owner of that ID
 * at a relay. Given again at the next start, it gives the same ID to the same host; keep it in an
 * {@link IdentityFile}. Safe for use by many threads.
 */
public final class ExposerIdentity {
  private static final int ATTEMPT_BITS = 20;

  private final ServerId serverId;
  private final KeyPair keyPair;
  private final AtomicLong lastEpoch;
  private final LongConsumer keeper;

  ExposerIdentity(ServerId serverId, KeyPair keyPair, long lastEpoch, LongConsumer keeper) {
    this.serverId = serverId;
    this.keyPair = keyPair;
    this.lastEpoch = new AtomicLong(lastEpoch);
    this.keeper = keeper;
  }

  /**
   * A new random ID with a new key.
   *
   * @return the identity
   */
  public static ExposerIdentity generate() {
    return forId(ServerId.random());
  }

  /**
   * A given ID with a new key.
   *
   * @param serverId the ID
   * @return the identity
   */
  public static ExposerIdentity forId(ServerId serverId) {
    return of(serverId, newKeyPair());
  }

  /**
   * An identity from its parts, for those who keep them elsewhere than in a file.
   *
   * @param serverId the ID
   * @param keyPair an Ed25519 key pair
   * @return the identity
   * @throws IllegalArgumentException if the key pair is of another kind
   */
  public static ExposerIdentity of(ServerId serverId, KeyPair keyPair) {
    String algorithm = keyPair.getPublic().getAlgorithm();
    if (!algorithm.equals("EdDSA") && !algorithm.equals("Ed25519")) {
      throw new IllegalArgumentException("the key pair must be Ed25519, not " + algorithm);
    }
    return new ExposerIdentity(serverId, keyPair, 0, epoch -> {});
  }

  static KeyPair newKeyPair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "this Java runtime lacks Ed25519: add the module jdk.crypto.ec to it", e);
    }
  }

  /**
   * The ID.
   *
   * @return the server ID
   */
  public ServerId serverId() {
    return serverId;
  }

  /**
   * The key by which a relay and the connectors recognise this exposer.
   *
   * @return the public key
   */
  public PublicKey publicKey() {
    return keyPair.getPublic();
  }

  /**
   * A number higher than any that this identity gave before; of two registrations the one with the
   * higher number wins.
   *
   * @return the time in milliseconds shifted left by 20 bits, or one more than the last
   */
  public long nextEpoch() {
    long now = System.currentTimeMillis() << ATTEMPT_BITS;
    long epoch = lastEpoch.updateAndGet(last -> Math.max(last + 1, now));
    keeper.accept(epoch);
    return epoch;
  }

  /**
   * Takes note of an epoch that was used without asking {@link #nextEpoch} for it, which gives
   * higher ones from here on, also after the identity was read from its file again. Does nothing if
   * it has given a higher one. May write the file, so that it must not be called where nothing may
   * block.
   *
   * @param used the epoch
   */
  public void raiseEpoch(long used) {
    if (lastEpoch.getAndAccumulate(used, Math::max) < used) {
      keeper.accept(used);
    }
  }

  /**
   * Signs a registration.
   *
   * @param message what to sign
   * @return the Ed25519 signature, 64 bytes
   */
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keyPair.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with the exposer's key", e);
    }
  }

  KeyPair keyPair() {
    return keyPair;
  }

  /** Shows the server ID's first six characters of its tag, no key. */
  @Override
  public String toString() {
    return "exposer " + serverId;
  }
}
