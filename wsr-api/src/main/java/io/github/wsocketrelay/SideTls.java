package io.github.wsocketrelay;

import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How an exposer or a connector does TLS with relays at {@code wss} addresses: whom it trusts, and
 * how it shows who it is. The host name is always verified (RFC 2818, RFC 6125), and TLS is 1.2 or
 * 1.3. Immutable.
 */
public final class SideTls {
  /** Trusts the authorities that the Java runtime trusts, and shows no certificate. */
  public static final SideTls DEFAULT =
      new SideTls(null, null, null, null, null, new char[0], null);

  private final @Nullable Path authorities;
  private final @Nullable SSLContext context;
  private final @Nullable Path chain;
  private final @Nullable Path key;
  private final @Nullable Path keystore;
  private final char[] password;
  private final @Nullable CertificatePin pin;

  private SideTls(
      @Nullable Path authorities,
      @Nullable SSLContext context,
      @Nullable Path chain,
      @Nullable Path key,
      @Nullable Path keystore,
      char[] password,
      @Nullable CertificatePin pin) {
    this.authorities = authorities;
    this.context = context;
    this.chain = chain;
    this.key = key;
    this.keystore = keystore;
    this.password = password;
    this.pin = pin;
  }

  /**
   * With a context of the embedding program, whose trust and keys hold; the host name is verified
   * all the same.
   *
   * @param context a context for clients
   * @return TLS with it
   */
  public static SideTls context(SSLContext context) {
    return new SideTls(null, context, null, null, null, new char[0], null);
  }

  /**
   * The same, trusting these authorities in place of the Java runtime's.
   *
   * @param authorities a PEM file with one or more certificates, read at the start; a relay's own
   *     self-signed certificate will do
   * @return TLS with them
   * @throws IllegalStateException for a {@link #context}
   */
  public SideTls trusting(Path authorities) {
    return new SideTls(authorities, own(), chain, key, keystore, password, pin);
  }

  /**
   * The same, and beyond all other checks the relay's key must be this one.
   *
   * @param certificatePin the key's digest
   * @return TLS with it
   */
  public SideTls pinned(CertificatePin certificatePin) {
    return new SideTls(authorities, context, chain, key, keystore, password, certificatePin);
  }

  /**
   * The same, showing a certificate to relays that ask for one (mTLS).
   *
   * @param chain a PEM file: the certificate, and after it those that lead to its authority, each
   *     before the one that has signed it
   * @param key a PEM file with its private key, not encrypted; of several the first is used
   * @return TLS with them
   * @throws IllegalStateException for a {@link #context}
   */
  public SideTls certificate(Path chain, Path key) {
    return new SideTls(authorities, own(), chain, key, null, new char[0], pin);
  }

  /**
   * The same, showing a certificate to relays that ask for one (mTLS).
   *
   * @param keystore a PKCS#12 keystore that has a private key with its certificate; of several, the
   *     one whose alias is the first in order is used
   * @param password the password of the file and of the key, copied
   * @return TLS with it
   * @throws IllegalStateException for a {@link #context}
   */
  public SideTls certificate(Path keystore, char[] password) {
    return new SideTls(authorities, own(), null, null, keystore, password.clone(), pin);
  }

  private @Nullable SSLContext own() {
    if (context != null) {
      throw new IllegalStateException("a context has trust and keys of its own: give them to it");
    }
    return null;
  }

  /**
   * The authorities' file.
   *
   * @return empty for the Java runtime's
   */
  public Optional<Path> authorities() {
    return Optional.ofNullable(authorities);
  }

  /**
   * The context that was given.
   *
   * @return empty for one of this library
   */
  public Optional<SSLContext> context() {
    return Optional.ofNullable(context);
  }

  /**
   * The file of the own certificate.
   *
   * @return with PEM only
   */
  public Optional<Path> chain() {
    return Optional.ofNullable(chain);
  }

  /**
   * The file of the own private key.
   *
   * @return with PEM only
   */
  public Optional<Path> key() {
    return Optional.ofNullable(key);
  }

  /**
   * The keystore's file.
   *
   * @return with PKCS#12 only
   */
  public Optional<Path> keystore() {
    return Optional.ofNullable(keystore);
  }

  /**
   * The keystore's password.
   *
   * @return a copy; empty without a keystore
   */
  public char[] password() {
    return password.clone();
  }

  /**
   * What the relay's key must be.
   *
   * @return empty for any
   */
  public Optional<CertificatePin> pin() {
    return Optional.ofNullable(pin);
  }

  /** Shows the files, and no password. */
  @Override
  public String toString() {
    return "TLS trusting "
        + (context != null
            ? "a context's authorities"
            : authorities != null ? authorities.toString() : "the runtime's authorities");
  }
}
