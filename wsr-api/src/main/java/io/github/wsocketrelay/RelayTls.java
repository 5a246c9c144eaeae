package io.github.wsocketrelay;

import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link RelayServer} does TLS itself: with what certificate, and whether it asks its sides
 * for one. TLS 1.2 and 1.3 only. Files are read at the start, and again within 60 s after they have
 * changed; links that are open stay, and where the new files are wrong the old ones hold.
 * Immutable.
 */
public final class RelayTls {
  private final @Nullable Path chain;
  private final @Nullable Path key;
  private final @Nullable Path keystore;
  private final char[] password;
  private final @Nullable SSLContext context;
  private final @Nullable Path clientAuthorities;
  private final boolean clientsRequired;

  private RelayTls(
      @Nullable Path chain,
      @Nullable Path key,
      @Nullable Path keystore,
      char[] password,
      @Nullable SSLContext context,
      @Nullable Path clientAuthorities,
      boolean clientsRequired) {
    this.chain = chain;
    this.key = key;
    this.keystore = keystore;
    this.password = password;
    this.context = context;
    this.clientAuthorities = clientAuthorities;
    this.clientsRequired = clientsRequired;
  }

  /**
   * With PEM files, as certificate authorities and their clients write them.
   *
   * @param chain the relay's certificate, and after it those that lead to its authority, each
   *     before the one that has signed it
   * @param key the private key, not encrypted: PKCS#8, or an RSA or EC key in its older form; of
   *     several in the file the first is used
   * @return TLS with them
   */
  public static RelayTls pem(Path chain, Path key) {
    return new RelayTls(chain, key, null, new char[0], null, null, false);
  }

  /**
   * With a PKCS#12 keystore that has a private key with its certificate; of several, the one whose
   * alias is the first in order is used.
   *
   * @param keystore the file, mostly {@code .p12} or {@code .pfx}
   * @param password the password of the file and of the key, copied
   * @return TLS with it
   */
  public static RelayTls pkcs12(Path keystore, char[] password) {
    return new RelayTls(null, null, keystore, password.clone(), null, null, false);
  }

  /**
   * With a context of the embedding service, which has to see to new certificates itself.
   *
   * @param context a context for servers
   * @return TLS with it
   */
  public static RelayTls context(SSLContext context) {
    return new RelayTls(null, null, null, new char[0], context, null, false);
  }

  /**
   * The same, for sides only that have a certificate of these authorities (mTLS).
   *
   * @param authorities a PEM file with the authorities' certificates, read as the relay's own
   * @return TLS with them
   * @throws IllegalStateException for a {@link #context}, whose trust is its own: {@link
   *     #requiringClients()}
   */
  public RelayTls requiringClientsOf(Path authorities) {
    if (context != null) {
      throw new IllegalStateException(
          "a context has trust managers of its own: give it the authorities, and use requiringClients()");
    }
    return new RelayTls(chain, key, keystore, password, null, authorities, true);
  }

  /**
   * The same, for sides only that have a certificate which the {@link #context}'s trust managers
   * trust (mTLS). A context cannot say so itself. A context without trust managers trusts the Java
   * runtime's authorities, which are of no use for this.
   *
   * @return TLS with this
   * @throws IllegalStateException without a context: {@link #requiringClientsOf}
   */
  public RelayTls requiringClients() {
    if (context == null) {
      throw new IllegalStateException(
          "whose certificates are trusted is missing: use requiringClientsOf(authorities)");
    }
    return new RelayTls(null, null, null, new char[0], context, null, true);
  }

  /**
   * The certificate chain's file.
   *
   * @return with PEM only
   */
  public Optional<Path> chain() {
    return Optional.ofNullable(chain);
  }

  /**
   * The private key's file.
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
   * The context that was given.
   *
   * @return with a context only
   */
  public Optional<SSLContext> context() {
    return Optional.ofNullable(context);
  }

  /**
   * The file with the authorities of the sides' certificates.
   *
   * @return where sides need one, and there is no context
   */
  public Optional<Path> clientAuthorities() {
    return Optional.ofNullable(clientAuthorities);
  }

  /**
   * Whether sides need a certificate.
   *
   * @return true after {@link #requiringClientsOf} and {@link #requiringClients}
   */
  public boolean clientsRequired() {
    return clientsRequired;
  }

  /** Shows the files, and no password. */
  @Override
  public String toString() {
    return "TLS with "
        + (context != null ? "a context" : chain != null ? chain.toString() : "" + keystore);
  }
}
