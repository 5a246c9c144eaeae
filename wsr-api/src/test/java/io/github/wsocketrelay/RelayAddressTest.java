package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RelayAddressTest {
  @ParameterizedTest
  @CsvSource({
    "relay.example, ws://relay.example",
    "relay.example:8080, ws://relay.example:8080",
    "ws://relay.example, ws://relay.example",
    "wss://relay.example:443, wss://relay.example:443",
    "http://relay.example, ws://relay.example",
    "https://relay.example, wss://relay.example",
    "HTTPS://Relay.Example/, wss://relay.example",
    "wss://relay.example/Games/wsr//, wss://relay.example/Games/wsr",
    "relay.example/wsr, ws://relay.example/wsr",
    "192.0.2.1:80, ws://192.0.2.1:80",
    "[2001:DB8::1]:80, ws://[2001:db8::1]:80",
    "' localhost:1 ', ws://localhost:1"
  })
  void readsAnAddressAsPeopleWriteIt(String text, String address) {
    assertThat(RelayAddress.parse(text)).isEqualTo(URI.create(address));
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://relay, its scheme is not ws or wss",
    "'', it is empty",
    "ws://, Expected authority",
    "relay:port, its port is no number",
    "ws:///path, names no host",
    "relay:0, its port is not between 1 and 65535",
    "relay:65536, its port is not between 1 and 65535",
    "two words, Illegal character"
  })
  void saysWhatIsWrongAndHowToWriteIt(String text, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RelayAddress.parse(text))
        .withMessageContainingAll("'" + text + "'", why, "write ws://host:port");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qzqz@relay",
        "ws://me:qzqz@relay",
        "qzqz@relay:port",
        "qz qz qzqz@relay",
        "ftp://qzqz@relay",
        "ws://relay?token=qzqz",
        "ws://relay#qzqz"
      })
  void doesNotRepeatATextThatMayHoldASecret(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RelayAddress.parse(text))
        .withMessageStartingWith("this is no relay address")
        .withMessageContaining("write ws://host:port")
        .withNoCause()
        .withMessageNotContaining("qzqz");
  }

  @Test
  void refusesAUriWithoutAScheme() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RelayAddress.check(URI.create("relay"), "relay"))
        .withMessageContaining("scheme");
  }

  @Test
  void readsSeveralRelaysInTheirOrder() {
    assertThat(RelayAddress.parseList("b.example:8080, https://a.example"))
        .containsExactly(URI.create("ws://b.example:8080"), URI.create("wss://a.example"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,", ",a", "a,,b", " , "})
  void refusesAnEmptyOneAmongSeveral(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RelayAddress.parseList(text))
        .withMessageContaining("it is empty");
  }

  @Test
  void refusesTheSameRelayTwiceAndTooMany() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RelayAddress.parseList("a.example,A.example/"))
        .withMessage("relay ws://a.example is given twice");
    String many =
        IntStream.range(0, 17).mapToObj(i -> "relay" + i).collect(Collectors.joining(","));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RelayAddress.parseList(many))
        .withMessageContaining("not 17");
  }
}
