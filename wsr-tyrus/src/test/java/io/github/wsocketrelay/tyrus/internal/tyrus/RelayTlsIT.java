package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.RelayTls;
import io.github.wsocketrelay.tyrus.faults.Certificate;
import io.github.wsocketrelay.tyrus.faults.Direction;
import io.github.wsocketrelay.tyrus.faults.FaultProxy;
import io.github.wsocketrelay.tyrus.faults.Leaks;
import io.github.wsocketrelay.tyrus.internal.access.ForwardedFor;
import io.github.wsocketrelay.tyrus.internal.concurrent.ThreadTimers;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.testing.TestAcceptor;
import io.github.wsocketrelay.tyrus.internal.testing.TestGate;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import io.github.wsocketrelay.tyrus.internal.tls.FileWatch;
import io.github.wsocketrelay.tyrus.internal.tls.RelayContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers of all kinds at a listener with TLS, which are the JDK's. */
@Timeout(60)
@ExtendWith(Leaks.class)
class RelayTlsIT {
  private static final Certificate RELAY = Certificate.of("ip:127.0.0.1");
  private static final Certificate RENEWED = Certificate.of("ip:127.0.0.1");
  private static final Certificate SIDE = Certificate.of("dns:side.test");
  private static final Certificate STRANGER = Certificate.of("dns:stranger.test");

  /** A client's first message in TLS 1.1, with two ciphers and no extensions. */
  private static final byte[] TLS_1_1 =
      HexFormat.of()
          .parseHex(
              "160301002f"
                  + "0100002b"
                  + "0302"
                  + "07".repeat(32)
                  + "00"
                  + "0004c013c014"
                  + "0100");

  @TempDir Path directory;
  private final ThreadTimers timers = new ThreadTimers("wsr-test-timer");
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final BlockingQueue<Link> links = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> closeCodes = new LinkedBlockingQueue<>();
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Handler log = new LogHandler();
  private TyrusRelayContainer container;

  private final class LogHandler extends Handler {
    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() > Level.FINE.intValue()
          && !String.valueOf(record.getLoggerName())
              .startsWith("org.glassfish.grizzly.http.server")) {
        logged.add(record.getLoggerName() + ": " + record.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** Sends texts back. */
  private record Echo(Link link, BlockingQueue<Integer> closeCodes) implements LinkHandler {
    @Override
    public void onText(String text) {
      link.sendText(text, failure -> {});
    }

    @Override
    public void onBinary(ByteBuffer message) {}

    @Override
    public void onClosed(int code, String reason) {
      closeCodes.add(code);
    }
  }

  @BeforeEach
  void beginLog() {
    Logger.getLogger("").addHandler(log);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    if (container != null) {
      container.stop();
    }
    timers.close();
    Logger.getLogger("").removeHandler(log);
    assertThat(logged).isEmpty();
  }

  private RelayTls pem() {
    return RelayTls.pem(
        RELAY.chainFile(directory, "chain.pem"), RELAY.keyFile(directory, "key.pem"));
  }

  /** The shortest limit that there is, in a tenth of its time. */
  private final class Hurried implements Timers {
    @Override
    public Timer after(Duration delay, Runnable task) {
      return timers.after(delay.dividedBy(10), task);
    }

    @Override
    public Timer every(Duration period, Runnable task) {
      return timers.every(period.dividedBy(10), task);
    }
  }

  private void listen(Optional<RelayTls> tls) throws Exception {
    listenWith(tls.map(it -> RelayContext.of(it, Clock.systemUTC())), timers, Map.of());
  }

  private void listenHurriedly(RelayTls tls) throws Exception {
    listenWith(
        Optional.of(RelayContext.of(tls, Clock.systemUTC())),
        new Hurried(),
        Map.of(RelayLimit.HANDSHAKE_SECONDS, 1L));
  }

  private void listenWith(
      Optional<RelayContext> tls, Timers admission, Map<RelayLimit, Long> values) throws Exception {
    container =
        TyrusRelayContainer.start(
            new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
            "wsr-test",
            TestAcceptor.of(
                link -> {
                  links.add(link);
                  return new Echo(link, closeCodes);
                }),
            TestGate.open(),
            Admission.with(
                TestLimits.relay(Ticker.SYSTEM, values),
                admission,
                Ticker.SYSTEM,
                new ForwardedFor(List.of())),
            tls,
            Optional.empty());
  }

  private void listen(RelayTls tls) throws Exception {
    listen(Optional.of(tls));
  }

  private static SSLContext context(KeyManager... keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("relay", RELAY.certificate());
    store.setCertificateEntry("renewed", RENEWED.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), null);
    return context;
  }

  private RawPeer plain() throws IOException {
    return keep(new RawPeer(container.localAddress()));
  }

  private RawPeer peer(String version, KeyManager... keys) throws Exception {
    return keep(RawPeer.secure(container.localAddress(), context(keys), version));
  }

  private RawPeer keep(RawPeer peer) {
    open.push(peer);
    return peer;
  }

  private RawPeer linked(String version, KeyManager... keys) throws Exception {
    RawPeer peer = peer(version, keys);
    assertThat(peer.say(RawPeer.HANDSHAKE).head()).startsWith("HTTP/1.1 101");
    return peer;
  }

  /** A frame of a client, whose mask is all zeros. */
  private static byte[] frame(int opcode, byte... payload) {
    return ByteBuffer.allocate(6 + payload.length)
        .put((byte) (0x80 | opcode))
        .put((byte) (0x80 | payload.length))
        .putInt(0)
        .put(payload)
        .array();
  }

  private static void echoes(RawPeer peer, String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
    peer.say(frame(1, payload));
    byte[] answer = peer.hear(2 + payload.length);
    assertThat(new String(answer, 2, payload.length, StandardCharsets.US_ASCII)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void speaksTls(String version) throws Exception {
    listen(pem());

    echoes(linked(version), "hello");
  }

  @ParameterizedTest
  @ValueSource(bytes = {1, 2})
  void refusesOlderVersionsWithAnAlert(byte minor) throws Exception {
    listen(pem());
    byte[] hello = TLS_1_1.clone();
    hello[10] = minor;

    byte[] answer = plain().say(hello).hear(7);

    assertThat(answer).startsWith(21).endsWith(2, 70); // alert, fatal, protocol_version
  }

  @Test
  void closesWhatSpeaksHttpWithoutTls() throws Exception {
    listen(pem());

    assertThat(plain().say(RawPeer.HANDSHAKE).isClosed()).isTrue();
  }

  @Test
  void closesWhatSpeaksTlsWhereThereIsNone() throws Exception {
    listen(Optional.empty());

    assertThatThrownBy(() -> peer("TLSv1.3").shakeHands())
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void closesAHandshakeThatStalls() throws Exception {
    listenHurriedly(pem());

    assertThat(plain().say(new byte[] {22, 3, 1, 0}).isClosed()).isTrue();
  }

  @Test
  void closesAPeerThatStaysAfterItsHandshakeHasFailed() throws Exception {
    listenHurriedly(pem());
    RawPeer peer = plain().say(TLS_1_1);
    peer.hear(7);

    await()
        .until(
            () -> {
              try {
                peer.say("more");
                return false;
              } catch (IOException e) {
                return true;
              }
            });
  }

  @Test
  void answersARequestThatIsNoHandshakeAndCloses() throws Exception {
    listen(pem());
    RawPeer peer = peer("TLSv1.3").say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(peer.head()).startsWith("HTTP/1.1 4");
    assertThat(peer.isClosed()).isTrue();
  }

  @Test
  void takesNewKeysOfTls13() throws Exception {
    listen(pem());
    RawPeer peer = linked("TLSv1.3");

    for (int i = 0; i < 100; i++) {
      peer.shakeHands();
      echoes(peer, "round " + i);
    }
  }

  @Test
  void endsALinkThatDoesNothingButChangeKeys() throws Exception {
    listen(pem());
    RawPeer peer = linked("TLSv1.3");

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10_000; i++) {
                peer.shakeHands();
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(closeCodes.take()).isEqualTo(1006);
  }

  @Test
  void endsALinkOfTls12ThatWantsASecondHandshake() throws Exception {
    listen(pem());
    RawPeer peer = linked("TLSv1.2");

    try {
      peer.shakeHands();
    } catch (IOException e) {
      // Or Java takes the close for an end that was agreed on.
    }

    assertThat(closeCodes.take()).isEqualTo(1006);
    echoes(linked("TLSv1.2"), "the next one");
  }

  /** A black hole keeps both, so that one read gets them. */
  @Test
  void hearsTheGoodbyeThatComesWithTheEndOfTls() throws Exception {
    listen(pem());
    FaultProxy proxy = FaultProxy.to(container.localAddress());
    open.push(proxy);
    RawPeer peer =
        keep(
            RawPeer.secure(new InetSocketAddress("127.0.0.1", proxy.port()), context(), "TLSv1.3"));
    assertThat(peer.say(RawPeer.HANDSHAKE).head()).startsWith("HTTP/1.1 101");
    proxy.blackHole(Direction.TO_RELAY);
    peer.say(frame(8, (byte) (1_000 >> 8), (byte) 1_000)).endOutput();

    proxy.heal();

    assertThat(closeCodes.take()).isEqualTo(1000);
  }

  /** More than the system's buffers hold. Sends from the completion of what was sent before. */
  private static final class Outpouring implements Link.Completion {
    static final int MESSAGES = 300;
    static final int BYTES = 60_000;

    private final Link link;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    Outpouring(Link link) {
      this.link = link;
    }

    void next() {
      sent.incrementAndGet();
      link.sendBinary(
          ByteBuffer.allocate(Link.HEADROOM_BYTES + BYTES).position(Link.HEADROOM_BYTES), this);
    }

    @Override
    public void done(@Nullable Throwable failure) {
      (failure == null ? done : failed).incrementAndGet();
      if (failure == null && sent.get() < MESSAGES) {
        next();
      }
    }
  }

  @Test
  void tellsOnceOfEachMessageThatTheSystemHasTaken() throws Exception {
    listen(pem());
    RawPeer peer = linked("TLSv1.3");
    Outpouring outpouring = new Outpouring(links.take());

    outpouring.next();
    int taken = outpouring.done.get();

    assertThat(taken).isLessThan(Outpouring.MESSAGES);
    byte[] frame = peer.hear(4 + Outpouring.BYTES);
    for (int i = 1; i < Outpouring.MESSAGES; i++) {
      assertThat(peer.hear(frame.length)).isEqualTo(frame);
    }
    await().until(() -> outpouring.done.get() == Outpouring.MESSAGES);
    assertThat(outpouring.sent.get()).isEqualTo(Outpouring.MESSAGES);
    assertThat(outpouring.failed.get()).isZero();
  }

  @Test
  void tellsOnceOfAMessageThatIsLostWithItsLink() throws Exception {
    listen(pem());
    linked("TLSv1.3");
    Link link = links.take();
    Outpouring outpouring = new Outpouring(link);
    outpouring.next();

    link.abort("enough");

    await().until(() -> outpouring.failed.get() == 1);
    assertThat(outpouring.sent.get()).isEqualTo(outpouring.done.get() + 1);
    assertThat(closeCodes.take()).isEqualTo(1006);
  }

  @Test
  void keepsItsLinksWhenItsCertificateIsRenewed() throws Exception {
    FileWatch watch = new FileWatch(pem(), Clock.systemUTC());
    listenWith(Optional.of(watch.context()), timers, Map.of());
    RawPeer before = linked("TLSv1.3");
    RENEWED.chainFile(directory, "chain.pem");
    RENEWED.keyFile(directory, "key.pem");

    watch.look();
    watch.look();

    RawPeer after = linked("TLSv1.3");
    echoes(before, "old");
    echoes(after, "new");
    assertThat(before.certificate()).isEqualTo(RELAY.certificate());
    assertThat(after.certificate()).isEqualTo(RENEWED.certificate());
    logged.removeIf(line -> line.contains("new files for TLS are in use"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void tellsAPeerWithoutCertificateThatOneIsWanted(String version) throws Exception {
    listen(pem().requiringClientsOf(SIDE.chainFile(directory, "sides.pem")));

    assertRefused(peer(version));
    assertRefused(peer(version, STRANGER.keyManagers()));
    echoes(linked(version, SIDE.keyManagers()), "let in");
  }

  @Test
  void asksForACertificateWithAContextOfTheEmbeddingServiceToo() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("side", SIDE.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(RELAY.keyManagers(), trust.getTrustManagers(), null);
    listen(RelayTls.context(context).requiringClients());

    assertRefused(peer("TLSv1.3"));
    assertRefused(peer("TLSv1.3", STRANGER.keyManagers()));
    echoes(linked("TLSv1.3", SIDE.keyManagers()), "let in");
  }

  /** In TLS 1.3 the peer's handshake is over before it is judged. */
  private static void assertRefused(RawPeer peer) {
    assertThatThrownBy(() -> peer.say(RawPeer.HANDSHAKE).hear(1))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("alert");
  }
}
