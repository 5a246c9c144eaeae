package io.github.wsocketrelay.tyrus.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostNamesTest {
  @ParameterizedTest
  @CsvSource({
    "ws://relay.example, relay.example",
    "ws://relay.example:80, relay.example",
    "wss://relay.example:443/path, relay.example",
    "ws://Relay.Example:443, relay.example",
    "wss://relay.example:8443, relay.example:8443",
    "ws://relay.example:8080, relay.example:8080",
    "ws://relay.example:180, relay.example:180",
    "ws://[2001:DB8::80]:80, [2001:db8::80]",
    "ws://[2001:db8::80], [2001:db8::80]",
    "ws://[::1]:8080, [::1]:8080"
  })
  void saysWhichHostAndPortIsDialledWithoutAUsualPort(URI relay, String host) {
    assertThat(HostNames.dialled(relay)).isEqualTo(host);
  }

  @ParameterizedTest
  @CsvSource({
    "Relay.Example:443, relay.example",
    "relay.example:80, relay.example",
    "' relay.example:8080 ', relay.example:8080",
    "relay.example:4430, relay.example:4430",
    "[::443], [::443]",
    "[::1]:443, [::1]"
  })
  void bringsAHostHeaderIntoTheSameForm(String header, String host) {
    assertThat(HostNames.normal(header)).isEqualTo(host);
  }

  @ParameterizedTest
  @CsvSource({"ws://relay, relay:443", "wss://relay:443, relay", "ws://relay:8080, RELAY:8080"})
  void agreesWithWhatAProxyMayMakeOfTheHeader(URI dialled, String header) {
    assertThat(HostNames.dialled(dialled)).isEqualTo(HostNames.normal(header));
  }
}
