package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wsocketrelay.Authenticator.AccessRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds a secret does not show it: these texts end up in logs and bug reports. */
final class SecretsTest {
  private static final ServerId RANDOM = ServerId.random();
  private static final ServerId CHOSEN = ServerId.parse("chosen-by-hand");
  private static final ExposerIdentity IDENTITY = ExposerIdentity.forId(RANDOM);
  private static final AccessToken TOKEN = AccessToken.of("wsr_thisIsTheSecretOfAnAccessToken");
  private static final String PASSWORD = "proxies-pass-word";
  private static final char[] STORE_PASSWORD = "stores-pass-word".toCharArray();
  private static final URI RELAY = URI.create("wss://relay.example");
  private static final List<URI> RELAYS = List.of(RELAY);
  private static final InetSocketAddress REMOTE =
      InetSocketAddress.createUnresolved("remote.example", 1);

  /** Every secret above, in each form in which it is written anywhere. */
  private static Stream<String> secrets() {
    Stream<byte[]> keys =
        Stream.of(
            RANDOM.keys().admissionKey(),
            RANDOM.keys().tunnelKey(),
            IDENTITY.keyPair().getPrivate().getEncoded());
    return Stream.concat(
        Stream.of(
            RANDOM.text(),
            CHOSEN.text(),
            TOKEN.text(),
            TOKEN.sha256(),
            PASSWORD,
            new String(STORE_PASSWORD)),
        keys.flatMap(
            key ->
                Stream.of(
                    HexFormat.of().formatHex(key),
                    Base64.getEncoder().withoutPadding().encodeToString(key),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(key))));
  }

  private static LinkConfig link() {
    return new LinkConfig(
        RELAYS,
        SideTls.DEFAULT,
        ProxyChoice.always(proxy()),
        Optional.of(TOKEN),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        ReconnectPolicy.NEVER);
  }

  private static HttpProxy proxy() {
    return new HttpProxy("proxy.example", 8_080, "user", PASSWORD);
  }

  static Stream<Object> holders() {
    return Stream.of(
        RANDOM,
        CHOSEN,
        RANDOM.keys(),
        IDENTITY,
        TOKEN,
        proxy(),
        new Invitation(RANDOM, RELAY),
        new Invitation(CHOSEN, RELAYS),
        link(),
        new ExposerConfig(
            link(),
            IDENTITY,
            List.of(Target.ofPort(7_777)),
            0,
            false,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Map.of(),
            Optional.empty(),
            Duration.ofSeconds(1),
            new ExposerListener() {},
            Optional.empty()),
        new ConnectorConfig(
            link(),
            CHOSEN,
            Optional.empty(),
            List.of(7_777),
            Duration.ofSeconds(1),
            Duration.ZERO,
            new ConnectorListener() {},
            Optional.empty()),
        new AccessRequest(
            Authenticator.Use.EXPOSE, RANDOM.keys().tag(), REMOTE, Optional.of(TOKEN), List.of()),
        new ExposerListener.Registered(RANDOM, RELAY),
        new ConnectorListener.ServerAway(RANDOM),
        new ConnectorListener.Opened(RANDOM, List.of(), "a public key"));
  }

  @ParameterizedTest
  @MethodSource("holders")
  void theTextOfAnObjectShowsNoSecretOfIt(Object holder) {
    assertThat(secrets()).noneMatch(holder.toString()::contains);
  }

  private static void assertShowsNoSecret(Throwable thrown) {
    StringWriter all = new StringWriter();
    thrown.printStackTrace(new PrintWriter(all, true));
    assertThat(secrets()).noneMatch(all.toString()::contains);
  }

  static Stream<ThrowingCallable> mistakes() {
    return Stream.of(
        () -> ServerId.parse(CHOSEN.text() + "!"),
        () -> ServerId.parse(RANDOM.text() + "é"),
        () -> ServerId.parse(RANDOM.text().substring(0, RANDOM.text().lastIndexOf('-'))),
        () -> AccessToken.of(TOKEN.text() + " x"),
        () -> AccessToken.of(TOKEN.text().repeat(20)),
        () -> HttpProxy.parse("http://user:" + PASSWORD + "@"),
        () -> HttpProxy.parse("ftp://user:" + PASSWORD + "@proxy.example"),
        () -> HttpProxy.parse("http://user:" + PASSWORD + "%zz@proxy.example"),
        () -> HttpProxy.parse("user:" + PASSWORD + "@proxy.example:99999"),
        () -> RelayAddress.parse("wss://user:" + PASSWORD + "@relay.example"),
        () -> RelayAddress.parse("wss://relay.example?token=" + TOKEN.text()),
        () -> RelayAddress.parse(new Invitation(CHOSEN, RELAY).text()),
        () -> Invitation.parse(CHOSEN.text() + "@"),
        () -> Invitation.parse("ws://" + CHOSEN.text() + "@relay.example"),
        () -> Invitation.parse(CHOSEN.text() + "@relay.example:0"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void whatIsWrongWithASecretIsSaidWithoutIt(ThrowingCallable mistake) {
    Throwable thrown = catchThrowable(mistake);
    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
    assertShowsNoSecret(thrown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"serverId", "privateKey", "publicKey", "epoch"})
  void whatIsWrongWithAnIdentityFileIsSaidWithoutItsSecrets(String damaged, @TempDir Path folder)
      throws IOException {
    Path path = folder.resolve("exposer.id");
    ServerId id =
        ServerId.parse("boil-beak-find-dentist-crystal-galaxy"); // no words of stack traces
    String key;
    try (IdentityFile file = IdentityFile.open(path, id)) {
      key = Base64.getEncoder().encodeToString(file.identity().keyPair().getPrivate().getEncoded());
    }
    String text = Files.readString(path, StandardCharsets.UTF_8);
    Files.writeString(path, text.replaceAll("(" + damaged + "=.)", "$1qq"));

    Throwable thrown = catchThrowable(() -> IdentityFile.open(path));
    assertThat(thrown).isInstanceOf(WsrException.class);
    assertShowsNoSecret(thrown);
    StringWriter all = new StringWriter();
    thrown.printStackTrace(new PrintWriter(all, true));
    assertThat(all.toString()).doesNotContain(key);
    assertThat(Stream.of(id.text().split("-"))).noneMatch(all.toString()::contains);
  }

  @Test
  void aTestThatLooksForSecretsWouldFindThem() {
    assertThat(secrets()).anyMatch(new Invitation(RANDOM, RELAY).text()::contains);
    assertThat(secrets().filter(secret -> secret.length() < 8)).isEmpty();
  }
}
