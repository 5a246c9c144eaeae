package io.github.wsocketrelay.tyrus.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.AddressRange;
import io.github.wsocketrelay.Authenticator;
import io.github.wsocketrelay.Authenticator.AccessRequest;
import io.github.wsocketrelay.Authenticator.Use;
import io.github.wsocketrelay.Authenticator.Verdict;
import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RelayAccess;
import io.github.wsocketrelay.RelayLimit;
import io.github.wsocketrelay.tyrus.internal.link.Grant;
import io.github.wsocketrelay.tyrus.internal.testing.ManualTicker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("203.0.113.9", 4_711);
  private static final AccessToken TOKEN = AccessToken.generate();

  private final ManualTicker ticker = new ManualTicker();
  private final List<AccessRequest> asked = new ArrayList<>();
  private final List<LogRecord> logged = new ArrayList<>();
  private final Logger logger = Logger.getLogger(Gate.class.getPackageName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          logged.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  private List<String> warnings() {
    return logged.stream()
        .filter(line -> line.getLevel().intValue() >= Level.WARNING.intValue())
        .map(
            line ->
                line.getParameters() == null
                    ? line.getMessage()
                    : java.text.MessageFormat.format(line.getMessage(), line.getParameters()))
        .toList();
  }

  private Gate gate(@Nullable Authenticator authenticator, String... origins) {
    return Gate.of(
        new RelayAccess(
            Optional.empty(),
            Optional.ofNullable(authenticator),
            Set.of(origins),
            List.of(AddressRange.parse("10.0.0.0/8"))),
        () -> Instant.EPOCH,
        ticker);
  }

  private static Knock knock(Map<String, List<String>> headers, @Nullable String query) {
    return new Knock(Use.EXPOSE, "tag", PEER, headers, query, List.of());
  }

  private static Grant now(Gate gate, Knock knock) {
    CompletableFuture<Grant> decided = gate.decide(knock, PEER).toCompletableFuture();
    assertThat(decided).isCompleted();
    return decided.join();
  }

  private static Grant now(Gate gate) {
    return now(gate, knock(Map.of(), null));
  }

  private static @Nullable RejectReason refusal(Gate gate, String header, String... values) {
    return now(gate, knock(Map.of(header, List.of(values)), null)).refusal();
  }

  private CompletionStage<Verdict> allow(AccessRequest request) {
    asked.add(request);
    return CompletableFuture.completedFuture(Verdict.allow());
  }

  // ---- origins, queries and the header

  @Test
  void withoutTokensAndAuthenticatorAllMayComeButPages() {
    Gate gate = gate(null);
    assertThat(now(gate).refusal()).isNull();
    assertThat(refusal(gate, "Origin", "https://play.example")).isEqualTo(RejectReason.DENIED);
    gate.look();
  }

  @ParameterizedTest
  @CsvSource({
    "https://play.example, true",
    "HTTPS://Play.Example, true",
    "http://play.example, false",
    "https://play.example:444, false",
    "https://play.example.evil.example, false",
    "null, false",
    "'', false",
  })
  void onlyPagesOfAnAllowedOriginMayCome(String origin, boolean allowed) {
    Gate gate = gate(null, "https://Play.example", "null");
    assertThat(refusal(gate, "origin", origin) == null).isEqualTo(allowed);
    assertThat(refusal(gate, "Origin", "https://play.example", origin) == null).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "token=s3cret", "a"})
  void aQueryIsRefusedWithTheMendAndNobodyIsAsked(String query) {
    Grant refused = now(gate(this::allow), knock(Map.of(), query));
    assertThat(refused.refusal()).isEqualTo(RejectReason.DENIED);
    assertThat(refused.mend()).contains("Authorization").doesNotContain("s3cret");
    assertThat(asked).isEmpty();
  }

  @Test
  void theAuthenticatorIsToldWhoAsks() {
    Gate gate = gate(this::allow);
    assertThat(refusal(gate, "authorization", "bearer  " + TOKEN.text())).isNull();
    assertThat(now(gate).refusal()).isNull();
    assertThat(asked)
        .containsExactly(
            new AccessRequest(Use.EXPOSE, "tag", PEER, Optional.of(TOKEN), List.of()),
            new AccessRequest(Use.EXPOSE, "tag", PEER, Optional.empty(), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic dXNlcjpwYXNzd29yZA==", "Bearer", "Bearer short", "", "x"})
  void whatIsNoBearerTokenIsRefused(String value) {
    assertThat(refusal(gate(this::allow), "Authorization", value))
        .isEqualTo(RejectReason.UNAUTHORIZED);
    assertThat(asked).isEmpty();
  }

  @Test
  void twoTokensAreRefused() {
    String value = "Bearer " + TOKEN.text();
    assertThat(refusal(gate(this::allow), "Authorization", value, value))
        .isEqualTo(RejectReason.UNAUTHORIZED);
  }

  // ---- what an authenticator does

  @Test
  void aVerdictSetsLimitsAndHoldsAsLongAsItsCondition() {
    AtomicBoolean holds = new AtomicBoolean(true);
    Verdict verdict =
        Verdict.allow().asLongAs(holds::get).withLimits(Map.of(RelayLimit.CONTROL_BURST, 50L));
    Grant grant = now(gate(request -> CompletableFuture.completedFuture(verdict)));
    assertThat(grant.begin()).isTrue();
    assertThat(grant.limit(RelayLimit.CONTROL_BURST, 200)).isEqualTo(50);
    assertThat(grant.lost()).isNull();
    holds.set(false);
    assertThat(grant.lost()).isEqualTo(RejectReason.UNAUTHORIZED);
  }

  @Test
  void aRefusalAtOnceOrLaterIsForGood() {
    Verdict refuse = Verdict.refuse();
    assertThat(now(gate(request -> CompletableFuture.completedFuture(refuse))).refusal())
        .isEqualTo(RejectReason.UNAUTHORIZED);
    CompletableFuture<Verdict> later = new CompletableFuture<>();
    CompletableFuture<Grant> decided =
        gate(request -> later).decide(knock(Map.of(), null), PEER).toCompletableFuture();
    assertThat(decided).isNotDone();
    later.complete(refuse);
    assertThat(decided.join().refusal()).isEqualTo(RejectReason.UNAUTHORIZED);
  }

  @Test
  @SuppressWarnings("NullAway") // As a program without these checks may do.
  void anAuthenticatorThatFailsRefusesForNow() {
    List<Authenticator> failing =
        List.of(
            request -> {
              throw new IllegalStateException(request.toString());
            },
            request -> {
              throw new AssertionError();
            },
            request -> {
              throw new NoClassDefFoundError();
            },
            request -> null,
            request -> CompletableFuture.completedFuture(null),
            request -> CompletableFuture.failedFuture(new IllegalStateException()),
            request -> CompletableFuture.failedFuture(new AssertionError()));
    for (Authenticator authenticator : failing) {
      assertThat(now(gate(authenticator)).refusal()).isEqualTo(RejectReason.LIMIT_REACHED);
    }
  }

  @Test
  void aFailureIsLoggedByWhatItIsOnceIn30SecondsWithoutItsText() {
    Gate gate =
        gate(
            request ->
                CompletableFuture.failedFuture(
                    new CompletionException(
                        new CompletionException(new IllegalStateException(TOKEN.text())))));
    now(gate);
    now(gate);
    assertThat(warnings()).hasSize(1);
    assertThat(warnings().get(0))
        .contains("java.lang.IllegalStateException")
        .doesNotContain(TOKEN.text());
    ticker.advance(Duration.ofSeconds(30));
    now(gate);
    assertThat(warnings()).hasSize(2);
    assertThat(logged).allSatisfy(line -> assertThat(line.getThrown()).isNull());
  }

  @Test
  void aConditionThatFailsEndsNoLink() {
    Verdict verdict =
        Verdict.allow()
            .asLongAs(
                () -> {
                  throw new IllegalStateException(TOKEN.text());
                });
    Grant grant = now(gate(request -> CompletableFuture.completedFuture(verdict)));
    assertThat(grant.lost()).isNull();
    assertThat(grant.lost()).isNull();
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("java.lang.IllegalStateException")
        .doesNotContain(TOKEN.text());
    assertThat(logged).allSatisfy(line -> assertThat(line.getThrown()).isNull());
  }

  // ---- proxies

  private static Knock forwarded(String peer) {
    return new Knock(
        Use.EXPOSE,
        "tag",
        new InetSocketAddress(peer, 443),
        Map.of("x-forwarded-for", List.of("192.0.2.66")),
        null,
        List.of());
  }

  private static String clientOf(Gate gate, String peer) {
    return gate.clientOf(forwarded(peer)).getAddress().getHostAddress();
  }

  @Test
  void aTrustedProxyIsBelievedAndAnotherNamedWithWhatTrustsIt() {
    Gate gate = gate(null);
    assertThat(clientOf(gate, "10.0.0.1")).isEqualTo("192.0.2.66");
    assertThat(warnings()).isEmpty();
    assertThat(clientOf(gate, "203.0.113.7")).isEqualTo("203.0.113.7");
    assertThat(warnings()).hasSize(1);
    assertThat(warnings().get(0)).contains("--trust-proxy 203.0.113.7").doesNotContain("192.0.2");
  }

  @Test
  void eachUntrustedProxyIsNamedOnceIn30SecondsWhateverOthersDo() {
    Gate gate = gate(null);
    clientOf(gate, "203.0.113.7");
    clientOf(gate, "203.0.113.7");
    clientOf(gate, "203.0.113.8");
    clientOf(gate, "2001:db8:1:2::1");
    clientOf(gate, "2001:db8:1:2::2"); // Who has one address of a /64 has all.
    assertThat(warnings()).hasSize(3);
    ticker.advance(Duration.ofSeconds(30));
    clientOf(gate, "203.0.113.7");
    assertThat(warnings()).hasSize(4);
    for (int i = 0; i < 2_000; i++) {
      clientOf(gate, "198.51.%d.%d".formatted(i / 256, i % 256));
    }
    assertThat(warnings()).hasSizeLessThanOrEqualTo(4 + 256);
  }

  private static Knock told(String peer, Map<String, List<String>> headers) {
    return new Knock(Use.EXPOSE, "tag", new InetSocketAddress(peer, 443), headers, null, List.of());
  }

  @Test
  void whoSendsForwardedIsNamedWithTheHeaderThatIsRead() {
    Gate gate = gate(null);
    gate.clientOf(told("203.0.113.7", Map.of("forwarded", List.of("for=192.0.2.66"))));
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("sent Forwarded", "X-Forwarded-For", "--trust-proxy 203.0.113.7")
        .doesNotContain("192.0.2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "_hidden", "192.0.2.66, unknown"})
  void aTrustedProxyThatTellsNobodysAddressIsNamedOnceIn30Seconds(String value) {
    Gate gate = gate(null);
    Map<String, List<String>> headers =
        value.isEmpty() ? Map.of() : Map.of("X-Forwarded-For", List.of(value));
    for (int i = 0; i < 3; i++) {
      gate.clientOf(told("10.0.0.1", headers));
    }
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("10.0.0.1", "X-Forwarded-For", "count as one");
    ticker.advance(Duration.ofSeconds(30));
    gate.clientOf(told("10.0.0.1", headers));
    assertThat(warnings()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.66", "192.0.2.66, 10.0.0.2", "10.0.0.1", "unknown, 10.0.0.1"})
  void aTrustedProxyThatTellsAnAddressIsNotNamedBeItItsOwn(String value) {
    gate(null).clientOf(told("10.0.0.1", Map.of("X-Forwarded-For", List.of(value))));
    assertThat(warnings()).isEmpty();
  }

  @Test
  void whoSendsNoForwardedAddressIsNotNamed() {
    assertThat(gate(null).clientOf(knock(Map.of(), null))).isEqualTo(PEER);
    assertThat(warnings()).isEmpty();
  }
}
