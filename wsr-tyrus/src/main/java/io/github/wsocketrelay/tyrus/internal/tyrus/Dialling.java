package io.github.wsocketrelay.tyrus.internal.tyrus;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.CertificatePin;
import io.github.wsocketrelay.HttpProxy;
import io.github.wsocketrelay.RelayUntrustedException;
import io.github.wsocketrelay.tyrus.internal.tls.UntrustedException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.tyrus.core.MaskingKeyGenerator;
import org.glassfish.tyrus.core.Utils;
import org.jspecify.annotations.Nullable;

/**
 * What {@link DirectClientContainer} needs to know of one dial, how far that is, and what it has
 * opened so far. On the dial's thread only, but for its stage.
 */
final class Dialling {
  private final URI uri;
  private final TCPNIOTransport transport;
  private final Resolver resolver;
  private final Deadline deadline;
  private final MaskingKeyGenerator keys;
  private final DialSettings settings;
  private final Consumer<Connection<?>> connected;
  private final Optional<HttpProxy> proxy;
  private volatile Stage stage = Stage.CONNECT;
  private @Nullable Connection<?> connection;

  /**
   * Makes a dial, and asks for its proxy.
   *
   * @param deadline of all its stages together
   * @param keys of the masks of frames
   * @param connected is given the connection
   */
  Dialling(
      URI uri,
      TCPNIOTransport transport,
      Resolver resolver,
      Deadline deadline,
      MaskingKeyGenerator keys,
      DialSettings settings,
      Consumer<Connection<?>> connected) {
    this.uri = uri;
    this.transport = transport;
    this.resolver = resolver;
    this.deadline = deadline;
    this.keys = keys;
    this.settings = settings;
    this.connected = connected;
    this.proxy = settings.proxies().proxyFor(URI.create(relay(uri)));
  }

  URI uri() {
    return uri;
  }

  /** The relay's address without a path, which is what logs and errors may hold. */
  String relay() {
    return relay(uri);
  }

  static String relay(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  /** The relay's name or address; an IPv6 address has brackets. */
  String host() {
    return uri.getHost();
  }

  int port() {
    return Utils.getWsPort(uri);
  }

  boolean isSecure() {
    return uri.getScheme().equals("wss");
  }

  TCPNIOTransport transport() {
    return transport;
  }

  Resolver resolver() {
    return resolver;
  }

  Deadline deadline() {
    return deadline;
  }

  MaskingKeyGenerator keys() {
    return keys;
  }

  Optional<HttpProxy> proxy() {
    return proxy;
  }

  SSLContext tls() {
    return settings.tls().get();
  }

  /**
   * Checks what Java has not: the dates of a certificate that is trusted itself, and the pin.
   *
   * @throws SSLException for a certificate that is out of date
   * @throws RelayUntrustedException for another key than the pinned one
   */
  void verify(SSLSession session) throws SSLException {
    X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
    try {
      certificate.checkValidity();
    } catch (CertificateException e) {
      throw new SSLException(new UntrustedException(new X509Certificate[] {certificate}, e));
    }
    CertificatePin met = CertificatePin.of(certificate);
    CertificatePin wanted = settings.pin().orElse(met);
    if (!met.equals(wanted)) {
      throw new RelayUntrustedException(
          "the key of the relay at %s is %s, and not %s as pinned: if its operator confirms the new one, pin that; else someone may be in between"
              .formatted(relay(), met, wanted),
          null);
    }
  }

  DialWatch watch() {
    return settings.watch();
  }

  Optional<AccessToken> accessToken() {
    return settings.accessToken();
  }

  /** What it waits for. */
  Stage stage() {
    return stage;
  }

  void enter(Stage next) {
    stage = next;
  }

  /** There is a connection, which goes with this dial if it fails. */
  void connected(Connection<?> made) {
    connection = made;
    connected.accept(made);
  }

  Connection<?> connection() {
    return Objects.requireNonNull(connection);
  }

  /** Closes what this dial has opened. */
  void undo() {
    if (connection != null) {
      connection.closeSilently();
    }
  }
}
