package io.github.wsocketrelay.tyrus.internal.tls;

import io.github.wsocketrelay.RelayTls;
import io.github.wsocketrelay.WsrException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A relay's TLS: makes the engines of connections with what its files had when they were read last.
 * Safe for use by many threads.
 */
public final class RelayContext {
  private static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");

  /** How long before its end a certificate is told of: time to renew it. */
  private static final Duration SOON = Duration.ofDays(14);

  private static final Logger LOG = System.getLogger(RelayContext.class.getName());

  private final RelayTls tls;
  private final Clock clock;
  private @Nullable Instant toldSoon; // the end that was told of; by who looks only
  private @Nullable Instant toldOver; // the same
  private volatile Made made;

  /** What the files came to, all of it at once. */
  private record Made(SSLContext context, Optional<Instant> expiry) {}

  private RelayContext(RelayTls tls, Clock clock) {
    this.tls = tls;
    this.clock = clock;
    this.made = read();
  }

  /**
   * Reads the files, and warns of a certificate that is out of date.
   *
   * @throws WsrException for one that cannot be used, saying which and what mends it
   */
  public static RelayContext of(RelayTls tls, Clock clock) {
    return new RelayContext(tls, clock);
  }

  /**
   * Reads the files again; connections from now on have what is in them.
   *
   * @throws WsrException for one that cannot be used; all stays as it was
   */
  public void readAgain() {
    made = read();
  }

  /** The files that it is read from. */
  static List<Path> files(RelayTls tls) {
    return Stream.of(tls.chain(), tls.key(), tls.keystore(), tls.clientAuthorities())
        .flatMap(Optional::stream)
        .toList();
  }

  private Made read() {
    Optional<SSLContext> given = tls.context();
    if (given.isPresent()) {
      return new Made(given.get(), Optional.empty());
    }
    char[] password = tls.password();
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      KeyStore store = keys(tls, password);
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys.getKeyManagers(),
          tls.clientAuthorities().isPresent() ? trust(tls.clientAuthorities().get()) : null,
          null);
      Instant end = expiry(store);
      if (warn((X509Certificate) store.getCertificate(TlsFiles.OWN)) && isOver(end)) {
        toldOver = end;
      }
      return new Made(context, Optional.of(end));
    } catch (WsrException e) {
      throw e;
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new WsrException("no TLS with what is in %s: %s".formatted(files(tls), e), e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  /** Sides would refuse it, but it is for the operator to decide what is better than nothing. */
  private boolean warn(X509Certificate certificate) {
    Optional<String> complaint =
        OwnCertificate.complaint(
            "the relay's", "sides", files(tls).get(0), certificate, clock.instant());
    complaint.ifPresent(line -> LOG.log(Level.WARNING, line));
    return complaint.isPresent();
  }

  private boolean isOver(Instant end) {
    return clock.instant().isAfter(end);
  }

  /** Tells once that the chain in use expires soon, and once that it has; called now and then. */
  void warnOfItsEnd() {
    Instant end = made.expiry().orElse(Instant.MAX);
    if (isOver(end)) {
      if (!end.equals(toldOver)) {
        toldOver = end;
        LOG.log(Level.WARNING, chain() + " has expired on " + end + ": sides refuse it, renew it");
      }
    } else if (isOver(end.minus(SOON)) && !end.equals(toldSoon)) {
      toldSoon = end;
      LOG.log(Level.WARNING, chain() + " expires on " + end + ": renew it before");
    }
  }

  private String chain() {
    return "the relay's certificate in " + files(tls).get(0) + ", or one of its chain,";
  }

  /** The chain is of no use any more when one of it is not. */
  private static Instant expiry(KeyStore store) throws GeneralSecurityException {
    return Stream.of(store.getCertificateChain(TlsFiles.OWN))
        .map(certificate -> ((X509Certificate) certificate).getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** When the first certificate of the chain in use expires; empty where nobody knows. */
  public Optional<Instant> expiry() {
    return made.expiry();
  }

  private static KeyStore keys(RelayTls tls, char[] password)
      throws GeneralSecurityException, IOException {
    return tls.keystore().isPresent()
        ? TlsFiles.pkcs12(tls.keystore().get(), password)
        : TlsFiles.pem(tls.chain().orElseThrow(), tls.key().orElseThrow(), password);
  }

  private static TrustManager[] trust(Path authorities)
      throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(TlsFiles.authorities(authorities));
    return ExplainingTrust.of(factory);
  }

  /** A new connection's engine: a server's, in TLS 1.2 or 1.3. */
  public SSLEngine engine() {
    SSLEngine engine = made.context().createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(
        Stream.of(parameters.getProtocols()).filter(PROTOCOLS::contains).toArray(String[]::new));
    if (tls.clientsRequired()) {
      parameters.setNeedClientAuth(true);
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** What a look at the files needs to know of a failure; null for none. */
  @Nullable String tryReadAgain() {
    try {
      readAgain();
      return null;
    } catch (WsrException e) {
      return e.getMessage();
    }
  }
}
