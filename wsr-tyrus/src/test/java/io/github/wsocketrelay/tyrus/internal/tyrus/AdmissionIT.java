package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.AddressRange;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.access.ForwardedFor;
import io.github.wsocketrelay.tyrus.internal.concurrent.ThreadTimers;
import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.concurrent.Timers;
import io.github.wsocketrelay.tyrus.internal.limit.AcceptPace;
import io.github.wsocketrelay.tyrus.internal.limit.Limits;
import io.github.wsocketrelay.tyrus.internal.limit.Newcomers;
import io.github.wsocketrelay.tyrus.internal.link.Link;
import io.github.wsocketrelay.tyrus.internal.link.LinkHandler;
import io.github.wsocketrelay.tyrus.internal.testing.TestAcceptor;
import io.github.wsocketrelay.tyrus.internal.testing.TestGate;
import io.github.wsocketrelay.tyrus.internal.testing.TestLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers of one address at a listener; all goes back to nothing when they are gone. */
@Timeout(30)
@Tag("alone")
class AdmissionIT {
  private final ThreadTimers timers = new ThreadTimers("wsr-test-timer");
  private final BlockingQueue<Link> links = new LinkedBlockingQueue<>();
  private final List<RawPeer> peers = new ArrayList<>();
  private Limits<RelayLimit> limits = TestLimits.relay(Ticker.SYSTEM, Map.of());
  private Admission admission = admission();
  private TyrusRelayContainer container;

  private void listen(Map<RelayLimit, Long> values) throws Exception {
    limits = TestLimits.relay(Ticker.SYSTEM, values);
    admission = admission();
    listen();
  }

  /** With loopback as a proxy that is trusted, as in front of a relay on the same machine. */
  private void listenBehindProxy(Map<RelayLimit, Long> values) throws Exception {
    limits = TestLimits.relay(Ticker.SYSTEM, values);
    ForwardedFor proxies = new ForwardedFor(List.of(AddressRange.parse("127.0.0.0/8")));
    admission = Admission.with(limits, timers, Ticker.SYSTEM, proxies);
    listen();
  }

  /** Counts loopback addresses like all others, and trusts no proxy. */
  private Admission admission() {
    return new Admission(
        limits,
        new Newcomers(limits, peer -> false),
        timers,
        new AcceptPace(limits, Ticker.SYSTEM, OpenDescriptors.ofThisProcess()),
        new ForwardedFor(List.of()));
  }

  private void listen() throws Exception {
    container =
        TyrusRelayContainer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "wsr-test",
            TestAcceptor.of(
                link -> {
                  links.add(link);
                  return new Silent();
                }),
            TestGate.open(),
            admission,
            Optional.empty(),
            Optional.empty());
  }

  private record Silent() implements LinkHandler {
    @Override
    public void onText(String text) {}

    @Override
    public void onBinary(ByteBuffer message) {}

    @Override
    public void onClosed(int code, String reason) {}
  }

  private RawPeer peer() throws IOException {
    RawPeer peer = new RawPeer(container.localAddress());
    peers.add(peer);
    return peer;
  }

  private long hits(RelayLimit limit) {
    return Objects.requireNonNull(limits.hits().get(limit));
  }

  @AfterEach
  void allIsBackToNothing() throws IOException {
    for (RawPeer peer : peers) {
      peer.close();
    }
    await().until(() -> admission.newcomers().total() == 0);
    await().until(() -> admission.newcomers().addresses() == 0);
    container.stop();
    timers.close();
  }

  @Test
  void whoSaysNothingIsClosed() throws Exception {
    listen(Map.of(RelayLimit.HANDSHAKE_SECONDS, 1L));
    assertThat(peer().isClosed()).isTrue();
    assertThat(hits(RelayLimit.HANDSHAKE_SECONDS)).isEqualTo(1);
  }

  /** All that comes in seconds comes at once. */
  private record QuickTimers(Timers timers) implements Timers {
    @Override
    public Timer after(Duration delay, Runnable task) {
      return timers.after(delay.dividedBy(50), task);
    }

    @Override
    public Timer every(Duration period, Runnable task) {
      return timers.every(period, task);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoReadsNothingOfWhatWasSaidBeforeItsLinkEndedIsCutOff(boolean itselfEndsIt)
      throws Exception {
    limits = TestLimits.relay(Ticker.SYSTEM, Map.of(RelayLimit.HANDSHAKE_SECONDS, 300L));
    Admission usual = admission();
    admission =
        new Admission(
            limits, usual.newcomers(), new QuickTimers(timers), usual.pace(), usual.forwarded());
    listen();
    RawPeer deaf = peer();
    deaf.say(RawPeer.HANDSHAKE).head();
    Link link = links.take();
    AtomicBoolean allWritten = new AtomicBoolean();
    String text = "x".repeat(60_000);
    for (int i = 0; i < 500; i++) { // More than the buffers of both ends' kernel.
      allWritten.set(false);
      link.sendText(text, failure -> allWritten.set(true));
    }
    assertThat(allWritten).isFalse();
    if (itselfEndsIt) {
      deaf.say(new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xe8});
    } else {
      link.close(1_008, "enough");
    }
    await()
        .until(
            () -> {
              try {
                deaf.say(new byte[] {(byte) 0x82, (byte) 0x84, 0, 0, 0, 0, 9, 9, 9, 9});
                return false;
              } catch (IOException e) {
                return true;
              }
            });
  }

  @Test
  void whoSaysItsHeadersByAndByIsClosedInTheSameTime() throws Exception {
    listen(Map.of(RelayLimit.HANDSHAKE_SECONDS, 1L));
    RawPeer slow = peer();
    slow.say("GET / HTTP/1.1\r\n");
    await()
        .until(
            () -> {
              try {
                slow.say("a");
                return false;
              } catch (IOException e) {
                return true;
              }
            });
    assertThat(hits(RelayLimit.HANDSHAKE_SECONDS)).isEqualTo(1);
  }

  @Test
  void oneAddressHasSoManyAndComesBackWhenSomeAreGone() throws Exception {
    listen(Map.of(RelayLimit.UNAUTHENTICATED_PER_ADDRESS, 20L));
    for (int i = 0; i < 20; i++) {
      peer();
    }
    await().until(() -> admission.newcomers().total() == 20);
    for (int i = 0; i < 200; i++) {
      assertThat(peer().isClosed()).isTrue();
    }
    assertThat(hits(RelayLimit.UNAUTHENTICATED_PER_ADDRESS)).isEqualTo(200);
    peers.get(0).reset();
    await().until(() -> admission.newcomers().total() == 19);
    assertThat(peer().say(RawPeer.HANDSHAKE).head()).startsWith("HTTP/1.1 101");
  }

  @Test
  void linksCountUntilTheyAreSettled() throws Exception {
    listen(Map.of(RelayLimit.UNAUTHENTICATED_PER_ADDRESS, 1L));
    assertThat(peer().say(RawPeer.HANDSHAKE).head()).startsWith("HTTP/1.1 101");
    assertThat(peer().isClosed()).isTrue();
    Link first = links.take();
    first.asked();
    assertThat(admission.newcomers().total()).isZero();
    assertThat(peer().isClosed()).isTrue();
    first.settled();
    assertThat(peer().say(RawPeer.HANDSHAKE).head()).startsWith("HTTP/1.1 101");
  }

  private RawPeer forwarded(String client) throws IOException {
    return peer()
        .say(
            RawPeer.HANDSHAKE.replace(
                "Upgrade: w", "X-Forwarded-For: " + client + "\r\nUpgrade: w"));
  }

  @Test
  void behindAProxyWhomItNamesCountsAndNotItself() throws Exception {
    listenBehindProxy(Map.of(RelayLimit.UNAUTHENTICATED_PER_ADDRESS, 2L));
    RawPeer first = forwarded("2001:db8:0:1::1");
    assertThat(first.head()).startsWith("HTTP/1.1 101");
    Link firstLink = links.take(); // before another can be there sooner
    assertThat(forwarded("2001:db8:0:1::2").head()).startsWith("HTTP/1.1 101");
    RawPeer third = forwarded("198.51.100.1, 2001:db8:0:1::3");
    assertThat(third.head()).startsWith("HTTP/1.1 429").contains("Retry-After: 10\r\n");
    assertThat(third.isClosed()).isTrue();
    assertThat(hits(RelayLimit.UNAUTHENTICATED_PER_ADDRESS)).isEqualTo(1);
    for (int i = 0; i < 3; i++) {
      assertThat(forwarded("2001:db8:0:2::" + i).head())
          .startsWith(i < 2 ? "HTTP/1.1 101" : "HTTP/1.1 429");
    }
    firstLink.settled();
    assertThat(forwarded("2001:db8:0:1::4").head()).startsWith("HTTP/1.1 101");
    first.close();
    await().until(() -> admission.newcomers().total() == 4);
  }

  @Test
  void behindAProxyAClientThatIsGoneMakesRoom() throws Exception {
    listenBehindProxy(Map.of(RelayLimit.UNAUTHENTICATED_PER_ADDRESS, 1L));
    RawPeer first = forwarded("203.0.113.7");
    assertThat(first.head()).startsWith("HTTP/1.1 101");
    first.reset();
    await().until(() -> admission.newcomers().addresses() == 0);
    assertThat(forwarded("203.0.113.7").head()).startsWith("HTTP/1.1 101");
  }

  @Test
  void aProxyHasAnyNumberOfConnectionsThatHaveNotAskedYetWithinTheTotal() throws Exception {
    listenBehindProxy(
        Map.of(RelayLimit.UNAUTHENTICATED_PER_ADDRESS, 1L, RelayLimit.UNAUTHENTICATED, 10L));
    for (int i = 0; i < 10; i++) {
      peer();
    }
    await().until(() -> admission.newcomers().total() == 10);
    assertThat(peer().isClosed()).isTrue();
    assertThat(hits(RelayLimit.UNAUTHENTICATED)).isEqualTo(1);
    assertThat(hits(RelayLimit.UNAUTHENTICATED_PER_ADDRESS)).isZero();
  }

  @Test
  void whatAPeerSaysThatIsNoProxyIsNotBelieved() throws Exception {
    listen(Map.of(RelayLimit.UNAUTHENTICATED_PER_ADDRESS, 1L));
    assertThat(forwarded("203.0.113.1").head()).startsWith("HTTP/1.1 101");
    assertThat(peer().isClosed()).isTrue();
  }

  @Test
  void aLinkIsNotClosedWhenTheTimeForItsHandshakeIsOver() throws Exception {
    listen(Map.of(RelayLimit.HANDSHAKE_SECONDS, 1L));
    RawPeer link = peer().say(RawPeer.HANDSHAKE);
    assertThat(link.head()).startsWith("HTTP/1.1 101");
    assertThat(peer().isClosed()).isTrue(); // It came later, and its time is over.
    Link opened = links.take();
    opened.close(1_000, "");
    assertThat(link.isClosed()).isFalse(); // A close frame comes first.
  }

  @Test
  void overTheNumberOfLinksHandshakesAreRefusedForAWhile() throws Exception {
    listen(Map.of(RelayLimit.LINKS, 1L));
    RawPeer first = peer().say(RawPeer.HANDSHAKE);
    assertThat(first.head()).startsWith("HTTP/1.1 101");
    await().until(() -> links.size() == 1); // It is open at its side before it counts here.
    RawPeer second = peer().say(RawPeer.HANDSHAKE);
    assertThat(second.head()).startsWith("HTTP/1.1 429").contains("Retry-After: 10\r\n");
    assertThat(second.isClosed()).isTrue();
    assertThat(hits(RelayLimit.LINKS)).isEqualTo(1);
    first.close();
    await().until(() -> peer().say(RawPeer.HANDSHAKE).head().startsWith("HTTP/1.1 101"));
  }

  @Test
  void whoComesTooFastWaitsAndNobodyIsRefused() throws Exception {
    listen(
        Map.of(
            RelayLimit.ACCEPTS_PER_SECOND, 100L,
            RelayLimit.ACCEPT_BURST, 10L,
            RelayLimit.UNAUTHENTICATED_PER_ADDRESS, 1_000L));
    for (int i = 0; i < 100; i++) {
      peer().say(RawPeer.HANDSHAKE);
    }
    for (RawPeer peer : peers) {
      assertThat(peer.head()).startsWith("HTTP/1.1 101");
    }
    assertThat(hits(RelayLimit.ACCEPTS_PER_SECOND)).isBetween(5L, 50L);
  }

  @Test
  void resetsRightAfterConnectingLeaveNothing() throws Exception {
    listen(Map.of());
    for (int i = 0; i < 300; i++) {
      new RawPeer(container.localAddress()).reset();
    }
    await().until(() -> admission.newcomers().total() == 0);
    assertThat(peer().say(RawPeer.HANDSHAKE).head()).startsWith("HTTP/1.1 101");
  }

  @ParameterizedTest
  @CsvSource({
    "404, GET /secret HTTP/1.1|Host: a",
    "405, POST /wsr/v1/connect/a HTTP/1.1|Host: a|Content-Length: 3",
    "405, TRACE / HTTP/1.1|Host: a",
    "405, CONNECT a:1 HTTP/1.1|Host: a",
    "405, OPTIONS * HTTP/1.1|Host: a",
    "404, HEAD / HTTP/1.1|Host: a",
    "400, GET /wsr/v1/connect/a HTTP/1.0|Host: a",
    "400, GET /wsr/v1/connect/a HTTP/1.1",
    "400, GET /wsr/v1/connect/a HTTP/1.1|Host: a|Host: b",
    "400, GET /wsr/v1/connect/a HTTP/1.1|Host: a|Upgrade: websocket|Content-Length: 3",
    "400, GET /wsr/v1/connect/a HTTP/1.1|Host: a|Upgrade: websocket|Transfer-Encoding: chunked",
    "426, GET /wsr/v1/connect/a HTTP/1.1|Host: a",
    "426, GET /wsr/v1/connect/a HTTP/1.1|Host: a|Upgrade: h2c",
  })
  void answersWhatIsNoHandshakeShortlyAndCloses(String status, String request) throws Exception {
    listen(Map.of());
    RawPeer peer = peer().say(request.replace("|", "\r\n") + "\r\n\r\n");
    String head = peer.head();
    assertThat(head)
        .startsWith("HTTP/1.1 " + status)
        .contains("close\r\n")
        .doesNotContainIgnoringCase("server:")
        .doesNotContainIgnoringCase("grizzly")
        .doesNotContain("secret");
    assertThat(peer.isClosed()).isTrue();
    assertThat(links).isEmpty();
  }

  @Test
  void refusesHeadersThatAreTooLong() throws Exception {
    listen(Map.of());
    RawPeer peer = peer().say("GET / HTTP/1.1\r\nHost: a\r\nA: " + "x".repeat(9_000) + "\r\n\r\n");
    assertThat(peer.head()).doesNotContain("xxx").doesNotStartWith("HTTP/1.1 2");
    assertThat(peer.isClosed()).isTrue();
  }

  @Test
  void answersTheFirstOfSeveralRequestsOnly() throws Exception {
    listen(Map.of());
    String request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    RawPeer peer = peer().say(request + request);
    assertThat(peer.head()).startsWith("HTTP/1.1 404");
    assertThat(peer.isClosed()).isTrue();
  }

  @Test
  void whoSpeaksBeforeTheAnswerIsRefusedOrHeardButHarmsNobody() throws Exception {
    listen(Map.of());
    RawPeer hasty = peer().say(RawPeer.HANDSHAKE + "\u0081\u0080\0\0\0\0");
    assertThat(hasty.head()).startsWith("HTTP/1.1 ");
    assertThat(peer().say(RawPeer.HANDSHAKE).head()).startsWith("HTTP/1.1 101");
  }

  @Test
  void acceptsAHandshakeThatSaysItHasNoBody() throws Exception {
    listen(Map.of());
    String empty = RawPeer.HANDSHAKE.replace("Upgrade: w", "Content-Length: 0\r\nUpgrade: w");
    assertThat(peer().say(empty).head()).startsWith("HTTP/1.1 101");
  }

  @Test
  void closesAfterAHandshakeThatTyrusRefuses() throws Exception {
    listen(Map.of());
    String wrong = RawPeer.HANDSHAKE.replace("Version: 13", "Version: 7");
    RawPeer peer = peer().say(wrong);
    assertThat(peer.head()).startsWith("HTTP/1.1 4");
    assertThat(peer.isClosed()).isTrue();
  }
}
