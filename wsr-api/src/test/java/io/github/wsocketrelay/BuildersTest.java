package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What builders refuse before they look for an implementation: there is none on the path here. */
final class BuildersTest {
  private final ExposerBuilder exposer = Exposer.builder();
  private final ConnectorBuilder connector = Connector.builder();
  private final RelayServerBuilder relay = RelayServer.builder();

  @Test
  void exposerNamesAllThatIsMissingOrClashesAtOnce() {
    exposer.serverId("my-server").identity(ExposerIdentity.generate());

    assertThatIllegalStateException()
        .isThrownBy(exposer::start)
        .withMessageContainingAll(
            "the exposer cannot start", "relay(…)", "target(…)", "serverId(…) and identity(…)");
    assertThatIllegalStateException().isThrownBy(exposer::startAsync);
  }

  @Test
  void exposerNamesTheOneThingThatIsMissing() {
    exposer.relay("relay");

    assertThatIllegalStateException()
        .isThrownBy(exposer::start)
        .withMessageContaining("a target is missing")
        .withMessageNotContaining("relay is missing");
  }

  @Test
  void connectorNamesAllThatIsMissingAtOnce() {
    assertThatIllegalStateException()
        .isThrownBy(connector::start)
        .withMessageContainingAll(
            "the connector cannot start", "a relay is missing", "a server ID is missing");
    assertThatIllegalStateException().isThrownBy(connector::startAsync);
  }

  @Test
  void connectorNamesTheOneThingThatIsMissing() {
    connector.serverId("my-server");

    assertThatIllegalStateException()
        .isThrownBy(connector::start)
        .withMessageContaining("a relay is missing")
        .withMessageNotContaining("server ID is missing");
  }

  @Test
  void completeBuildersAskForAnImplementationAgainAndAgain() {
    exposer.relay("relay").target(7777);
    connector.invitation(Invitation.parse("my-server@relay"));

    for (ThrowingCallable start :
        List.<ThrowingCallable>of(
            exposer::start, exposer::start, connector::start, connector::start)) {
      assertThatExceptionOfType(WsrException.class)
          .isThrownBy(start)
          .withMessageContaining("wsr-tyrus");
    }
  }

  static Stream<Arguments> durationsOutOfBounds() {
    return Stream.of(
        Arguments.of("flowIdleTimeout", Duration.ofMillis(999), "PT1S and PT24H"),
        Arguments.of("flowIdleTimeout", Duration.ofDays(1).plusNanos(1), "PT1S and PT24H"),
        Arguments.of("startTimeout", Duration.ofMillis(99), "PT0.1S and PT10M"),
        Arguments.of("startTimeout", Duration.ofMinutes(11), "PT0.1S and PT10M"),
        Arguments.of("waitForServer", Duration.ofSeconds(-1), "PT0S and PT24H"),
        Arguments.of("waitForServer", Duration.ofDays(2), "PT0S and PT24H"));
  }

  @ParameterizedTest
  @MethodSource("durationsOutOfBounds")
  void nameADurationItsBoundsAndItsValue(String name, Duration value, String bounds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setOnConnector(name, value))
        .withMessage(name + " must be between " + bounds + ", not " + value);
    if (!name.equals("waitForServer")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> setOnExposer(name, value))
          .withMessage(name + " must be between " + bounds + ", not " + value);
    }
  }

  @Test
  void takeDurationsAtTheirBounds() {
    for (Duration bound : List.of(Duration.ofSeconds(1), Duration.ofDays(1))) {
      assertThat(exposer.flowIdleTimeout(bound)).isSameAs(exposer);
      assertThat(connector.flowIdleTimeout(bound)).isSameAs(connector);
    }
    for (Duration bound : List.of(Duration.ofMillis(100), Duration.ofMinutes(10))) {
      assertThat(exposer.startTimeout(bound)).isSameAs(exposer);
      assertThat(connector.startTimeout(bound)).isSameAs(connector);
    }
    for (Duration bound : List.of(Duration.ZERO, Duration.ofDays(1))) {
      assertThat(connector.waitForServer(bound)).isSameAs(connector);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void nameAPortItsBoundsAndItsValue(int port) {
    for (ThrowingCallable setter :
        List.<ThrowingCallable>of(
            () -> relay.port(port),
            () -> connector.localPort(port),
            () -> exposer.minLocalPort(port))) {
      assertThatIllegalArgumentException()
          .isThrownBy(setter)
          .withMessageEndingWith("ort must be between 0 and 65535, not " + port);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> exposer.target(port))
        .withMessageEndingWith("port must be between 1 and 65535, not " + port);
  }

  @Test
  void connectorTakesOneTo64LocalPorts() {
    assertThat(connector.localPorts(IntStream.rangeClosed(1, 64).boxed().toList()))
        .isSameAs(connector);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> connector.localPorts(List.of()))
        .withMessageContainingAll("between 1 and 64", "not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> connector.localPorts(IntStream.rangeClosed(1, 65).boxed().toList()))
        .withMessageContainingAll("between 1 and 64", "not 65");
  }

  @Test
  void connectorTakesALocalPortOnceUnlessTheSystemChooses() {
    assertThat(connector.localPorts(List.of(0, 0, 7))).isSameAs(connector);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> connector.localPorts(List.of(7, 8, 7)))
        .withMessage("local port 7 is given twice");
  }

  @Test
  void exposerTakesOneTo64TargetsWithDifferentPorts() {
    assertThat(exposer.targets(Target.parseList("1-64"))).isSameAs(exposer);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> exposer.targets(List.of()))
        .withMessageContainingAll("between 1 and 64", "not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> exposer.targets(Collections.nCopies(65, Target.ofPort(7))))
        .withMessageContainingAll("between 1 and 64", "not 65");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> exposer.targets(Target.parseList("one:7,other:7")))
        .withMessageContaining("two targets have port 7");
  }

  @Test
  void exposerTakesASocketAddressAsItsTarget() {
    assertThat(exposer.target(InetSocketAddress.createUnresolved("game.lan", 7))).isSameAs(exposer);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> exposer.target(InetSocketAddress.createUnresolved("game.lan", 0)))
        .withMessageContaining("between 1 and 65535");
  }

  @Test
  void refuseARelayOrAServerIdThatIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> exposer.relay("ftp://relay"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> connector.relay(URI.create("ftp://relay")));
    assertThatIllegalArgumentException().isThrownBy(() -> exposer.serverId("a"));
    assertThatIllegalArgumentException().isThrownBy(() -> connector.serverId("a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "https://relay",
        "relay/path",
        "a:b:c",
        "host:99999",
        "user@host",
        "host?x",
        "host#x",
        "::1"
      })
  void relayRefusesAPublicHostThatIsMoreThanHostAndPort(String publicHost) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> relay.publicHost(publicHost))
        .withMessageContainingAll("host:port", "'" + publicHost + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "relay.example:8443", "192.0.2.1:1", "[2001:db8::1]:443"})
  void relayTakesAPublicHostWithAndWithoutPort(String publicHost) {
    assertThatNoException().isThrownBy(() -> relay.publicHost(publicHost));
  }

  private void setOnExposer(String name, Duration value) {
    if (name.equals("startTimeout")) {
      exposer.startTimeout(value);
    } else {
      exposer.flowIdleTimeout(value);
    }
  }

  private void setOnConnector(String name, Duration value) {
    switch (name) {
      case "startTimeout" -> connector.startTimeout(value);
      case "waitForServer" -> connector.waitForServer(value);
      default -> connector.flowIdleTimeout(value);
    }
  }
}
