package io.github.wsocketrelay.tyrus.internal.exposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.wsocketrelay.Target;
import io.github.wsocketrelay.WsrException;
import io.github.wsocketrelay.tyrus.internal.udp.OwnPorts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetCheckTest {
  private final OwnPorts own = new OwnPorts();
  private final Map<String, String> names = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final TargetCheck check =
      check("ws://relay.example:8025", "wss://other.example", "ws://127.0.0.1:9000");

  private TargetCheck check(String... relays) {
    names.put("relay.example", "203.0.113.5");
    names.put("other.example", "2001:db8::5");
    return new TargetCheck(
        List.of(relays).stream().map(URI::create).toList(),
        own,
        Set.of(address("192.168.7.255")),
        host -> {
          asked.add(host);
          if (host.matches(".*[g-z].*") && !names.containsKey(host)) {
            throw new UnknownHostException(host);
          }
          return new InetAddress[] {InetAddress.getByName(names.getOrDefault(host, host))};
        });
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private void assertRefused(String host, int port, String why) {
    Target target = new Target(host, port);
    assertThatExceptionOfType(WsrException.class)
        .isThrownBy(() -> check.lookUp(target))
        .withMessageContainingAll("the target " + target, why, "give the address and port");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "::1",
        "[::1]",
        "::ffff:127.0.0.1",
        "10.0.0.7",
        "192.168.7.254",
        "100.64.0.1",
        "fe80::1",
        "fd00::1",
        "169.254.1.1",
        "64:ff9b::c000:201",
        "203.0.113.5"
      })
  void takesTheAddressOfOneMachine(String host) {
    assertThat(check.lookUp(new Target(host, 7_777)))
        .isEqualTo(new InetSocketAddress(address(host), 7_777));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "0", "0.0", "0.1.2.3", "::", "[::]", "::0.0.0.0", "::ffff:0.0.0.0"})
  void refusesAnUnspecifiedAddressHoweverItIsWritten(String host) {
    assertRefused(host, 7_777, "no address of one machine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"224.0.0.1", "239.255.255.250", "::ffff:224.0.0.1", "ff02::1", "[ff05::2]"})
  void refusesMulticast(String host) {
    assertRefused(host, 7_777, "multicast");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "255.255.255.255",
        "::ffff:255.255.255.255",
        "192.168.7.255",
        "192.168.2047",
        "3232237567",
        "64:ff9b::192.168.7.255"
      })
  void refusesTheBroadcastAddressesOfThisMachinesNetworks(String host) {
    assertRefused(host, 7_777, "broadcast");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "2852039166",
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "fd00:ec2::254"
      })
  void refusesWhereACloudKeepsTheMachinesSecrets(String host) {
    assertRefused(host, 7_777, "secrets");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.5,8025",
    "relay.example,8025",
    "::ffff:203.0.113.5,8025",
    "2001:db8:0::5,443",
    "127.0.0.1,9000",
    "127.3.2.1,9000",
    "::1,9000"
  })
  void refusesTheRelaysOwnAddressAndPort(String host, int port) {
    assertRefused(host, port, "the relay's own");
  }

  @ParameterizedTest
  @CsvSource({"203.0.113.5,8026", "203.0.113.6,8025", "192.0.2.1,9000", "203.0.113.5,443"})
  void takesAnotherPortOrAnotherAddressThanTheRelays(String host, int port) {
    assertThat(check.lookUp(new Target(host, port)).getPort()).isEqualTo(port);
  }

  @Test
  void looksUpNoRelayWithAnotherPortWhichMayTakeLong() {
    check.lookUp(new Target("127.0.0.1", 7_777));
    assertThat(asked).containsExactly("127.0.0.1");
  }

  @Test
  void aRelayWithoutAnAddressHereIsNotTheTarget() {
    names.remove("relay.example");
    assertThat(check.lookUp(new Target("192.0.2.1", 8_025)).getPort()).isEqualTo(8_025);
  }

  @Test
  void refusesThePortOfAConnectorOfThisProcessWhileThatIsOpen() {
    OwnPorts.Entry connector = own.connector(new InetSocketAddress(address("127.0.0.1"), 7_777));
    names.put("localhost.", "127.0.0.1");
    assertRefused("127.0.0.1", 7_777, "a connector");
    assertRefused("localhost.", 7_777, "a connector");
    assertRefused("::ffff:127.0.0.1", 7_777, "a connector");
    check.lookUp(new Target("127.0.0.1", 7_778));
    connector.close();
    check.lookUp(new Target("127.0.0.1", 7_777));
  }

  @Test
  void aNameIsJudgedByItsAddress() {
    names.put("rebound.example", "169.254.169.254");
    assertRefused("rebound.example", 7_777, "169.254.169.254");
  }

  @Test
  void aNameIsLookedUpOnce() {
    names.put("game.example", "192.0.2.1");
    check.lookUp(new Target("game.example", 7_777));
    assertThat(asked).containsExactly("game.example");
  }

  @Test
  void saysThatANameHasNoAddress() {
    assertThatExceptionOfType(WsrException.class)
        .isThrownBy(() -> check.lookUp(new Target("nowhere.example", 7_777)))
        .withMessage("the target nowhere.example:7777 has no address: check its name");
  }
}
