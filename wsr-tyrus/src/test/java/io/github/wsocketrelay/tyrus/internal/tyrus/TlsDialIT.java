package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.CertificatePin;
import io.github.wsocketrelay.ProtocolException;
import io.github.wsocketrelay.ProxyChoice;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.RelayUntrustedException;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.tyrus.faults.Certificate;
import io.github.wsocketrelay.tyrus.faults.ConnectProxy;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import io.github.wsocketrelay.tyrus.faults.TlsFront;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.tls.ExplainingTrust;
import io.github.wsocketrelay.tyrus.internal.websocket.WsrPaths;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dials with TLS, whose other end is the JDK's. */
@Timeout(60)
@ExtendWith(Leaks.class)
class TlsDialIT {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String TAG = ServerId.random().keys().tag();

  /** How what the JDK says first begins, and an alert without TLS's protection is all of it. */
  private static final byte HANDSHAKE_RECORD = 22;

  private static final int FIRST_OF_HANDSHAKE = 5;
  private static final byte CLIENT_HELLO = 1;
  private static final int ALERT_BYTES = 7;

  /** Nothing listens there. */
  private static final int NOBODY = 9;

  private static final Certificate GOOD = Certificate.of("dns:relay.test,ip:127.0.0.1");
  private static final Certificate OTHER = Certificate.of("dns:relay.test");

  private static final Certificate ROOT = Certificate.root("root");
  private static final Certificate LEAF = ROOT.intermediate("intermediate").issue("dns:relay.test");

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T keep(T one) {
    open.push(one);
    return one;
  }

  /** A context that trusts these certificates only. */
  private static SSLContext context(String protocol, KeyManager[] keys, Certificate... trusted) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < trusted.length; i++) {
        store.setCertificateEntry("trusted-" + i, trusted[i].certificate());
      }
      TrustManager[] trust = {};
      if (trusted.length > 0) {
        TrustManagerFactory factory =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        trust =
            new TrustManager[] {
              new ExplainingTrust((X509ExtendedTrustManager) factory.getTrustManagers()[0])
            };
      }
      SSLContext context = SSLContext.getInstance(protocol);
      context.init(keys, trust, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static SSLContext trusting(Certificate... trusted) {
    return context("TLS", new KeyManager[0], trusted);
  }

  private int relay() {
    return keep(RelayServer.builder().bind("127.0.0.1").start()).localAddress().getPort();
  }

  private TlsFront front(Certificate shown, TlsFront.Setting setting) {
    return keep(TlsFront.to(relay(), context("TLS", shown.keyManagers(), GOOD), setting));
  }

  /** One before nothing: what is refused does not come to a relay. */
  private TlsFront refused(KeyManager... shown) {
    return keep(TlsFront.to(NOBODY, context("TLS", shown, GOOD), socket -> {}));
  }

  private TlsFront refused(Certificate shown) {
    return refused(shown.keyManagers());
  }

  private TlsFront front(Certificate shown) {
    return front(shown, socket -> {});
  }

  private TyrusLinkDialer dialer(SSLContext tls, Duration timeout) {
    return dialer(tls, timeout, Optional.empty(), ProxyChoice.none());
  }

  private TyrusLinkDialer dialer(
      SSLContext tls, Duration timeout, Optional<CertificatePin> pin, ProxyChoice proxies) {
    return keep(
        new TyrusLinkDialer(
            "wsr-tls-test",
            timeout,
            new DialSettings(() -> tls, pin, proxies, Optional.of(AccessToken.generate())),
            host ->
                host.equals("silent.test")
                    ? List.of(
                        InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1"))
                    : host.endsWith(".test")
                        ? List.of(InetAddress.getByName("127.0.0.1"))
                        : Resolver.SYSTEM.resolve(host)));
  }

  private static CompletableFuture<Link> dial(TyrusLinkDialer dialer, String relay) {
    return dialer.dial(WsrPaths.connect(URI.create(relay), TAG), link -> new Deaf());
  }

  private static Throwable failureOf(CompletableFuture<Link> dial) {
    try {
      Link link = dial.join();
      throw new AssertionError("opened " + link);
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  private Throwable failure(SSLContext tls, String relay) {
    return failureOf(dial(dialer(tls, LONG), relay));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void opensALinkToARelayThatIsVerified(String version) {
    TlsFront front = front(GOOD, socket -> socket.setEnabledProtocols(new String[] {version}));

    dial(dialer(trusting(GOOD), LONG), "wss://relay.test:" + front.port())
        .join()
        .close(1_000, "done");
    dial(dialer(trusting(GOOD), LONG), "wss://127.0.0.1:" + front.port())
        .join()
        .close(1_000, "done");

    assertThat(front.serverNames()).hasSize(2);
    assertThat(front.serverNames().get(0)).contains("relay.test");
    assertThat(front.serverNames().get(1)).isEqualTo("[]");
  }

  @Test
  void opensALinkThroughAProxy() {
    TlsFront front = front(GOOD);
    ConnectProxy proxy = keep(ConnectProxy.open());

    dial(
            dialer(trusting(GOOD), LONG, Optional.empty(), ProxyChoice.always(proxy.proxy())),
            "wss://relay.test:" + front.port())
        .join()
        .close(1_000, "done");

    assertThat(proxy.requests().get(0)).startsWith("CONNECT relay.test:" + front.port() + " ");
  }

  @Test
  void refusesAnExpiredCertificate() {
    Certificate expired =
        Certificate.of("dns:relay.test", Duration.ofDays(-20), Duration.ofDays(10));
    TlsFront front = refused(expired);

    assertThat(failure(trusting(expired), "wss://relay.test:" + front.port()))
        .isInstanceOf(RelayUntrustedException.class)
        .hasMessageContaining("has expired on " + expired.certificate().getNotAfter().toInstant());
    assertThat(front.bytes()).isZero();
  }

  @Test
  void refusesACertificateOfTheFuture() {
    Certificate early = Certificate.of("dns:relay.test", Duration.ofDays(10), Duration.ofDays(10));
    TlsFront front = refused(early);

    assertThat(failure(trusting(early), "wss://relay.test:" + front.port()))
        .isInstanceOf(RelayUntrustedException.class)
        .hasMessageContaining("is not valid yet")
        .hasMessageContaining(early.certificate().getNotBefore().toInstant().toString());
    assertThat(front.bytes()).isZero();
  }

  @Test
  void refusesACertificateForAnotherName() {
    TlsFront front = refused(GOOD);

    assertThat(failure(trusting(GOOD), "wss://other.test:" + front.port()))
        .isInstanceOf(RelayUntrustedException.class)
        .hasMessageContaining("is for another name, it has relay.test, 127.0.0.1");
    assertThat(front.bytes()).isZero();
  }

  @Test
  void refusesACertificateWithoutTheAddressThatWasDialled() {
    TlsFront front = refused(OTHER);

    assertThat(failure(trusting(OTHER), "wss://127.0.0.1:" + front.port()))
        .isInstanceOf(RelayUntrustedException.class)
        .hasMessageContaining("is for another name, it has relay.test");
    assertThat(front.bytes()).isZero();
  }

  @Test
  void refusesACertificateOfAnUnknownAuthority() {
    TlsFront front = refused(OTHER);

    assertThat(failure(trusting(GOOD), "wss://relay.test:" + front.port()))
        .isInstanceOf(RelayUntrustedException.class)
        .hasMessageContaining("is self-signed")
        .hasMessageContaining(CertificatePin.of(OTHER.certificate()).toString());
    assertThat(front.bytes()).isZero();
  }

  @Test
  void opensALinkToARelayWhoseChainLeadsToATrustedAuthority() {
    TlsFront front =
        keep(TlsFront.to(relay(), context("TLS", LEAF.keyManagers(2), GOOD), socket -> {}));

    dial(dialer(trusting(ROOT), LONG), "wss://relay.test:" + front.port())
        .join()
        .close(1_000, "done");
  }

  @Test
  void saysThatARelayMayLeaveOutCertificatesInBetween() {
    TlsFront front = refused(LEAF.keyManagers(1));

    assertThat(failure(trusting(ROOT), "wss://relay.test:" + front.port()))
        .isInstanceOf(RelayUntrustedException.class)
        .hasMessageContaining("is of an authority that is not trusted here (CN=intermediate)")
        .hasMessageContaining("leaves out certificates in between");
    assertThat(front.bytes()).isZero();
  }

  @Test
  void namesTheAuthorityThatIsNotTrusted() {
    TlsFront front = refused(LEAF.keyManagers(2));

    assertThat(failure(trusting(GOOD), "wss://relay.test:" + front.port()))
        .isInstanceOf(RelayUntrustedException.class)
        .hasMessageContaining("is of an authority that is not trusted here (CN=root)");
    assertThat(front.bytes()).isZero();
  }

  @Test
  void refusesAnExpiredCertificateOfATrustedAuthority() {
    Certificate expired = ROOT.issue("dns:relay.test", Duration.ofDays(-20), Duration.ofDays(10));
    TlsFront front = refused(expired);

    assertThat(failure(trusting(ROOT), "wss://relay.test:" + front.port()))
        .isInstanceOf(RelayUntrustedException.class)
        .hasMessageContaining("has expired on " + expired.certificate().getNotAfter().toInstant());
    assertThat(front.bytes()).isZero();
  }

  @Test
  void namesTheCertificateOfAnAuthorityThatHasExpired() {
    Certificate between = ROOT.intermediate("between", Duration.ofDays(-20), Duration.ofDays(10));
    TlsFront front = refused(between.issue("dns:relay.test").keyManagers(2));

    assertThat(failure(trusting(ROOT), "wss://relay.test:" + front.port()))
        .isInstanceOf(RelayUntrustedException.class)
        .hasMessageContaining(
            "leads to one of an authority (CN=between) that has expired on "
                + between.certificate().getNotAfter().toInstant());
    assertThat(front.bytes()).isZero();
  }

  /** A relay judges in TLS 1.3 when the side takes the handshake for done. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void saysThatItsOwnCertificateMayHaveExpired(String version) {
    Certificate expired = ROOT.issue("dns:side.test", Duration.ofDays(-20), Duration.ofDays(10));
    TlsFront front =
        keep(
            TlsFront.to(
                NOBODY,
                context("TLS", GOOD.keyManagers(), ROOT),
                socket -> {
                  socket.setEnabledProtocols(new String[] {version});
                  socket.setNeedClientAuth(true);
                }));

    assertThat(
            failure(
                context("TLS", expired.keyManagers(), GOOD), "wss://relay.test:" + front.port()))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("that its operator has issued and that has not expired");
  }

  /** A relay's first message: a version, a random number, no session, a cipher, no compression. */
  @ParameterizedTest
  @ValueSource(strings = {"0301", "0302"})
  void refusesOlderVersionsOfTls(String version) throws Exception {
    ServerSocket old = keep(new ServerSocket(0, 9, InetAddress.getByName("127.0.0.1")));
    CompletableFuture<Link> dial =
        dial(dialer(trusting(GOOD), LONG), "wss://127.0.0.1:" + old.getLocalPort());
    String hello = "02000026" + version + "07".repeat(32) + "00" + "c013" + "00";
    byte[] after;
    try (Socket accepted = old.accept()) {
      accepted.setSoTimeout(5_000);
      readRecord(accepted.getInputStream());
      accepted.getOutputStream().write(HexFormat.of().parseHex("16" + version + "002a" + hello));
      after = readToTheEnd(accepted.getInputStream());
    }

    assertThat(failureOf(dial))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("it must offer TLS 1.2 or 1.3");
    assertThat(after).hasSizeLessThanOrEqualTo(ALERT_BYTES);
  }

  /**
   * All of it: a close with bytes that were not read is a reset, which takes away what was sent.
   */
  private static void readRecord(InputStream in) throws IOException {
    byte[] head = in.readNBytes(5);
    in.readNBytes((head[3] & 0xff) << 8 | (head[4] & 0xff));
  }

  @Test
  void refusesACertificateThatHasOnlyTheNameOfATrustedOne() {
    TlsFront front = refused(Certificate.of("dns:relay.test"));

    assertThat(failure(trusting(OTHER), "wss://relay.test:" + front.port()))
        .isInstanceOf(RelayUntrustedException.class)
        .hasMessageContaining("is self-signed");
    assertThat(front.bytes()).isZero();
  }

  @Test
  void refusesAKeyThatIsNotThePinnedOneBeforeAnythingIsSent() {
    TlsFront front = refused(GOOD);
    CertificatePin pin = CertificatePin.of(OTHER.certificate());

    assertThat(
            failureOf(
                dial(
                    dialer(trusting(GOOD), LONG, Optional.of(pin), ProxyChoice.none()),
                    "wss://relay.test:" + front.port())))
        .isInstanceOf(RelayUntrustedException.class)
        .hasMessageContaining(pin.toString())
        .hasMessageContaining(CertificatePin.of(GOOD.certificate()).toString());
    assertThat(front.bytes()).isZero();
  }

  @Test
  void takesTheKeyThatIsPinned() {
    TlsFront front = front(GOOD);
    CertificatePin pin = CertificatePin.of(GOOD.certificate());

    dial(
            dialer(trusting(GOOD), LONG, Optional.of(pin), ProxyChoice.none()),
            "wss://relay.test:" + front.port())
        .join()
        .close(1_000, "done");
  }

  @Test
  void verifiesEachLinkAnew() {
    Changing shown = new Changing(GOOD);
    TlsFront front =
        keep(TlsFront.to(relay(), context("TLS", new KeyManager[] {shown}, GOOD), socket -> {}));
    TyrusLinkDialer dialer = dialer(trusting(GOOD), LONG);
    for (int i = 0; i < 3; i++) {
      dial(dialer, "wss://relay.test:" + front.port()).join().close(1_000, "done");
    }
    int before = front.bytes();

    shown.now = OTHER;

    assertThat(failureOf(dial(dialer, "wss://relay.test:" + front.port())))
        .isInstanceOf(RelayUntrustedException.class);
    assertThat(front.bytes()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void saysThatTheRelayAsksForAClientCertificate(String version) {
    TlsFront front =
        front(
            GOOD,
            socket -> {
              socket.setEnabledProtocols(new String[] {version});
              socket.setNeedClientAuth(true);
            });

    Throwable failure = failure(trusting(GOOD), "wss://relay.test:" + front.port());

    assertThat(failure)
        .hasMessageContaining("client certificate")
        .hasMessageContaining("that its operator has issued");
    if (version.equals("TLSv1.3")) { // In TLS 1.2 it need not be told (RFC 5246, 7.4.6).
      assertThat(failure)
          .isInstanceOfSatisfying(
              RejectedException.class,
              it -> assertThat(it.reason()).isEqualTo(RejectReason.UNAUTHORIZED));
    }
    dial(dialer(context("TLS", GOOD.keyManagers(), GOOD), LONG), "wss://relay.test:" + front.port())
        .join()
        .close(1_000, "done");
  }

  @Test
  void saysThatThereIsNoVersionInCommon() {
    TlsFront front = front(GOOD, socket -> socket.setEnabledProtocols(new String[] {"TLSv1.3"}));

    assertThat(
            failure(
                context("TLSv1.2", new KeyManager[0], GOOD), "wss://relay.test:" + front.port()))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("it must offer TLS 1.2 or 1.3");
  }

  @Test
  void saysThatARelayWithoutTlsIsToBeDialledSo() throws Exception {
    ServerSocket plain = keep(new ServerSocket(0, 9, InetAddress.getByName("127.0.0.1")));
    CompletableFuture<Link> dial =
        dial(dialer(trusting(GOOD), LONG), "wss://127.0.0.1:" + plain.getLocalPort());
    try (Socket accepted = plain.accept()) {
      assertThat(accepted.getInputStream().read(new byte[65_536])).isPositive();
      accepted
          .getOutputStream()
          .write("HTTP/1.1 400 What?\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    assertThat(failureOf(dial))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("speaks HTTP without TLS: use ws://");
  }

  @Test
  void saysThatARelayWithTlsIsToBeDialledSo() {
    TlsFront front = refused(GOOD);

    assertThat(failure(trusting(GOOD), "ws://127.0.0.1:" + front.port()))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("speaks TLS: use wss://");
  }

  @Test
  void limitsTheTimeOfARelayThatIsSilentInTheHandshake() throws Exception {
    ServerSocket silent = keep(new ServerSocket(0, 9, InetAddress.getByName("127.0.0.1")));

    assertThat(
            failureOf(
                dial(
                    dialer(trusting(GOOD), Duration.ofMillis(300)),
                    "wss://127.0.0.1:" + silent.getLocalPort())))
        .isInstanceOf(RelayUnreachableException.class)
        .hasMessageContaining("no answer in time in the TLS handshake");
    try (Socket abandoned = silent.accept()) {
      abandoned.setSoTimeout(5_000);
      abandoned.getInputStream().readAllBytes(); // Returns when the dialer's end is closed.
    }
  }

  @Test
  void saysThatTheRelayClosedInTheHandshake() throws Exception {
    ServerSocket rude = keep(new ServerSocket(0, 9, InetAddress.getByName("127.0.0.1")));
    CompletableFuture<Link> dial =
        dial(dialer(trusting(GOOD), LONG), "wss://127.0.0.1:" + rude.getLocalPort());
    try (Socket accepted = rude.accept()) {
      assertThat(accepted.getInputStream().read(new byte[65_536])).isPositive();
    }

    assertThat(failureOf(dial))
        .isInstanceOf(RelayUnreachableException.class)
        .hasMessageContaining("closed the connection in the TLS handshake")
        .hasMessageContaining("if not, use ws://");
  }

  /** Which is what a relay with TLS does to who does not speak it. */
  @Test
  void saysThatARelayThatClosedWithoutAnAnswerMayDoTls() throws Exception {
    ServerSocket rude = keep(new ServerSocket(0, 9, InetAddress.getByName("127.0.0.1")));
    CompletableFuture<Link> dial =
        dial(dialer(trusting(GOOD), LONG), "ws://127.0.0.1:" + rude.getLocalPort());
    try (Socket accepted = rude.accept()) {
      assertThat(accepted.getInputStream().read(new byte[65_536])).isPositive();
    }

    assertThat(failureOf(dial))
        .isInstanceOf(RelayUnreachableException.class)
        .hasMessageContaining("closed the connection before it answered")
        .hasMessageContaining("if so, use wss://");
  }

  /**
   * A peer that acts as a client must not make the dialer a server. What it says may come before
   * the dialer's own first message is on its way, which is then never sent.
   */
  @Test
  void isTheClientWhoeverSpeaksFirst() throws Exception {
    ServerSocket server = keep(new ServerSocket(0, 9, InetAddress.getByName("127.0.0.1")));
    CompletableFuture<Link> dial =
        dial(
            dialer(context("TLS", GOOD.keyManagers(), GOOD), LONG),
            "wss://127.0.0.1:" + server.getLocalPort());
    byte[] came;
    try (Socket accepted = server.accept()) {
      accepted.getOutputStream().write(clientHello());
      accepted.setSoTimeout(5_000);
      came = readToTheEnd(accepted.getInputStream());
    }

    assertThat(failureOf(dial)).isInstanceOf(ProtocolException.class);
    if (came.length > 0) {
      assertThat(came).startsWith(HANDSHAKE_RECORD);
      assertThat(came[FIRST_OF_HANDSHAKE]).isEqualTo(CLIENT_HELLO);
    }
  }

  @Test
  void staysTheClientWhenItHasSpokenFirst() throws Exception {
    ServerSocket server = keep(new ServerSocket(0, 9, InetAddress.getByName("127.0.0.1")));
    CompletableFuture<Link> dial =
        dial(
            dialer(context("TLS", GOOD.keyManagers(), GOOD), LONG),
            "wss://127.0.0.1:" + server.getLocalPort());
    byte[] after;
    try (Socket accepted = server.accept()) {
      accepted.setSoTimeout(5_000);
      readRecord(accepted.getInputStream());
      accepted.getOutputStream().write(clientHello());
      after = readToTheEnd(accepted.getInputStream());
    }

    assertThat(failureOf(dial)).isInstanceOf(ProtocolException.class);
    assertThat(after).hasSizeLessThanOrEqualTo(ALERT_BYTES);
  }

  private static byte[] clientHello() throws IOException {
    SSLEngine client = trusting(GOOD).createSSLEngine();
    client.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(65_536);
    client.wrap(ByteBuffer.allocate(0), hello);
    return Arrays.copyOf(hello.array(), hello.position());
  }

  /** The end may be a reset: where the other end has not read all. */
  private static byte[] readToTheEnd(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        all.write(next);
      }
    } catch (SocketException e) {
      return all.toByteArray();
    }
    return all.toByteArray();
  }

  @Test
  void leavesASilentAddressForTheNextOne() throws Exception {
    Certificate certificate = Certificate.of("dns:silent.test");
    TlsFront front = front(certificate);
    ServerSocket full = keep(new ServerSocket(front.port(), 1, InetAddress.getByName("127.0.0.2")));
    for (int i = 0; i < 2; i++) {
      keep(new Socket(full.getInetAddress(), front.port()));
    }

    dial(dialer(trusting(certificate), Duration.ofSeconds(2)), "wss://silent.test:" + front.port())
        .join()
        .close(1_000, "done");
  }

  /** Shows what it is told to. */
  private static final class Changing extends X509ExtendedKeyManager {
    private volatile Certificate now;

    Changing(Certificate first) {
      now = first;
    }

    private X509ExtendedKeyManager keys() {
      return (X509ExtendedKeyManager) now.keyManagers()[0];
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return keys().getServerAliases(keyType, issuers);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return keys().chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return keys().getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return keys().getPrivateKey(alias);
    }
  }

  /** Does not listen. */
  private static final class Deaf implements LinkHandler {
    @Override
    public void onText(String text) {}

    @Override
    public void onBinary(ByteBuffer message) {}

    @Override
    public void onClosed(int code, String reason) {}
  }
}
