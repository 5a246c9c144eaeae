package io.github.wsocketrelay.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.wsocketrelay.AccessToken;
import io.github.wsocketrelay.Connector;
import io.github.wsocketrelay.ConnectorListener;
import io.github.wsocketrelay.Exposer;
import io.github.wsocketrelay.ExposerIdentity;
import io.github.wsocketrelay.ExposerListener;
import io.github.wsocketrelay.HttpProxy;
import io.github.wsocketrelay.RelayListener;
import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.RelayTls;
import io.github.wsocketrelay.RoleState;
import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.SideTls;
import io.github.wsocketrelay.tyrus.faults.Certificate;
import io.github.wsocketrelay.tyrus.faults.ConnectProxy;
import io.github.wsocketrelay.tyrus.faults.Overheard;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens in a whole life: nothing secret is said at any level, but for the container's
 * loggers below INFO, which log whole requests.
 */
@Timeout(120)
class SecretsIT {
  private static final Certificate CERTIFICATE = Certificate.of("ip:127.0.0.1");
  private static final Certificate OTHER = Certificate.of("ip:127.0.0.1");
  private static final String PASSWORD = "pass w0rd/of+the&proxy";
  private static final String WRONG_PASSWORD = "wr0ng w0rd/of+the&proxy";

  /** 32 or 64 random bytes in base64url, such as nonces, proofs and signatures. */
  private static final Pattern RANDOM =
      Pattern.compile(
          "(?<![\\w-])(?=[\\w-]*[0-9])(?=[\\w-]*[A-Z])(?:[\\w-]{43}|[\\w-]{86})(?![\\w-])");

  @TempDir Path directory;
  private final Roles roles = new Roles();
  private final List<String> secrets = new ArrayList<>();
  private final AccessToken token = AccessToken.generate();
  private final AccessToken wrongToken = AccessToken.generate();
  private final ServerId wrongId = ServerId.random();
  private Overheard overheard;
  private ExposerIdentity identity;
  private Path chain;
  private Path key;
  private Path tokens;

  @BeforeEach
  void begin() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    identity = ExposerIdentity.of(ServerId.random(), pair);
    chain = CERTIFICATE.chainFile(directory, "chain.pem");
    key = CERTIFICATE.keyFile(directory, "key.pem");
    tokens = Files.writeString(directory.resolve("tokens"), token.sha256() + " name=ann\n");
    for (ServerId id : List.of(identity.serverId(), wrongId)) {
      text(id.text());
      bytes(id.keys().admissionKey());
      bytes(id.keys().tunnelKey());
    }
    for (AccessToken one : List.of(token, wrongToken)) {
      text(one.text());
      text(one.sha256());
    }
    for (String password : List.of(PASSWORD, WRONG_PASSWORD)) {
      text(password);
      text("ann:" + password);
    }
    bytes(pair.getPrivate().getEncoded());
    bytes(CERTIFICATE.key().getEncoded());
    bytes(OTHER.key().getEncoded());
    overheard = Overheard.open();
  }

  @AfterEach
  void end() {
    roles.close();
    overheard.close();
  }

  private void text(String secret) {
    secrets.add(secret);
    secrets.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    secrets.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
    bytes(secret.getBytes(StandardCharsets.UTF_8));
  }

  /** Its end: keys begin alike, with what kind of key they are. */
  private void bytes(byte[] secret) {
    String hex = HexFormat.of().formatHex(secret);
    String base64 = Base64.getEncoder().encodeToString(secret);
    String url = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    secrets.add(hex.substring(Math.max(0, hex.length() - 24)));
    secrets.add(hex.substring(Math.max(0, hex.length() - 24)).toUpperCase(java.util.Locale.ROOT));
    secrets.add(base64.substring(Math.max(0, base64.length() - 20)));
    secrets.add(url.substring(Math.max(0, url.length() - 16)));
  }

  private RelayServer relay(int port) {
    return roles.keep(
        RelayServer.builder()
            .bind("127.0.0.1")
            .port(port)
            .tls(RelayTls.pem(chain, key))
            .tokens(tokens)
            .listener(overheard.listener(RelayListener.class))
            .start());
  }

  private Exposer exposer(URI relay, AccessToken shown, HttpProxy proxy) {
    return roles.keep(
        Exposer.builder()
            .relay(relay)
            .tls(SideTls.DEFAULT.trusting(chain))
            .identity(identity)
            .accessToken(shown)
            .proxy(proxy)
            .target(roles.peer().echoing().port())
            .listener(overheard.listener(ExposerListener.class))
            .start());
  }

  private Connector connector(URI relay, ServerId id, AccessToken shown) {
    return roles.keep(
        Connector.builder()
            .relay(relay)
            .tls(SideTls.DEFAULT.trusting(chain))
            .serverId(id)
            .accessToken(shown)
            .waitForServer(Duration.ofSeconds(2))
            .listener(overheard.listener(ConnectorListener.class))
            .start());
  }

  private void fails(org.assertj.core.api.ThrowableAssert.ThrowingCallable what) {
    Throwable thrown = catchThrowable(what);
    assertThat(thrown).isNotNull();
    overheard.thrown(thrown);
    overheard.threads();
  }

  private void assertNothingSecretWasSaid() {
    overheard.threads();
    for (String text : overheard.said()) {
      assertThat(text).doesNotContain(secrets).doesNotContainPattern(RANDOM);
    }
  }

  @Test
  void aWholeLifeSaysNothingSecret() throws Exception {
    RelayServer relay = relay(0);
    int port = relay.localAddress().getPort();
    URI uri = URI.create("wss://127.0.0.1:" + port);
    ConnectProxy proxy = roles.keep(ConnectProxy.asking("ann", PASSWORD));
    HttpProxy login = new HttpProxy("127.0.0.1", proxy.proxy().port(), "ann", PASSWORD);

    Exposer exposer = exposer(uri, token, login);
    Connector connector = connector(uri, identity.serverId(), token);
    UdpPeer client = roles.peer();
    client.send("hello", connector.localAddress());
    client.receive();
    for (Object shown : List.of(relay, exposer, connector, identity, token, login)) {
      overheard.text(shown);
    }

    fails(() -> connector(uri, wrongId, token));
    fails(() -> connector(uri, identity.serverId(), wrongToken));
    fails(() -> exposer(uri, wrongToken, login));
    fails(
        () ->
            exposer(uri, token, new HttpProxy(login.host(), login.port(), "ann", WRONG_PASSWORD)));

    relay.close();
    await().until(() -> exposer.state() == RoleState.RECONNECTING);
    relay(port);
    await().atMost(Duration.ofSeconds(60)).until(() -> exposer.state() == RoleState.RUNNING);
    await().atMost(Duration.ofSeconds(60)).until(() -> connector.state() == RoleState.RUNNING);
    roles.close();

    assertThat(overheard.hasContainer()).isTrue(); // So its loggers are heard at all.
    assertThat(overheard.has("registered server=#")).isTrue();
    assertThat(overheard.has("407")).isTrue();
    assertNothingSecretWasSaid();
  }

  /** A peer that says again what it was told must not get it into a log of ours. */
  @Test
  void aProxyThatRepeatsItsLoginIsNotQuoted() {
    String login =
        Base64.getEncoder().encodeToString(("ann:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    ConnectProxy proxy =
        roles.keep(ConnectProxy.saying("HTTP/1.1 407 Basic " + login + "\r\n\r\n" + PASSWORD));

    fails(
        () ->
            exposer(
                URI.create("wss://127.0.0.1:9"),
                token,
                new HttpProxy("127.0.0.1", proxy.proxy().port(), "ann", PASSWORD)));

    assertNothingSecretWasSaid();
  }

  @Test
  void filesThatAreWrongAreNotQuoted() throws Exception {
    Path right = tokens;
    for (String line :
        List.of(
            token.text(),
            token.sha256() + " name=ann " + token.text(),
            token.sha256() + " use=" + token.text(),
            token.sha256() + " " + identity.serverId().text() + "=1",
            token.sha256() + "\n" + token.sha256())) {
      tokens = Files.writeString(directory.resolve("wrong tokens"), line + "\n");
      fails(() -> relay(0));
    }
    tokens = right;
    String pem = Files.readString(key);
    key = OTHER.keyFile(directory, "other.pem");
    fails(() -> relay(0));
    key = Files.writeString(directory.resolve("half.pem"), pem.substring(0, pem.length() / 2));
    fails(() -> relay(0));
    key = Files.writeString(directory.resolve("odd.pem"), pem.replace("PRIVATE", "EC PRIVATE"));
    fails(() -> relay(0));
    key = CERTIFICATE.keyFile(directory, "key.pem");
    chain = key;
    fails(() -> relay(0));

    assertNothingSecretWasSaid();
  }

  @Test
  void aTestThatLooksForSecretsWouldFindThem() {
    overheard.text("Authorization: Bearer " + token.text());

    assertThat(catchThrowable(this::assertNothingSecretWasSaid)).isInstanceOf(AssertionError.class);
  }
}
