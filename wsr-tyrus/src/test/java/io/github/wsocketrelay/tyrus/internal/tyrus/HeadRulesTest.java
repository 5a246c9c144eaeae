package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import org.glassfish.grizzly.http.util.MimeHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadRulesTest {
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private static MimeHeaders headers(String... namesAndValues) {
    MimeHeaders headers = new MimeHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.addValue(namesAndValues[i]).setString(namesAndValues[i + 1]);
    }
    return headers;
  }

  private static MimeHeaders handshake(String connection, String key) {
    return headers("Upgrade", "websocket", "Connection", connection, "Sec-WebSocket-Key", key);
  }

  @Test
  void takesNamesThatAreTokensWithValuesOfText() {
    assertThat(HeadRules.isPlain(headers("X-A", "b\tc \u00e4", "Host", ""))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X ", "X\0", "X\r", "(x)", "\u00e4"})
  void refusesANameThatIsNoToken(String name) {
    assertThat(HeadRules.isPlain(headers("X-A", "b", name, "c"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\0b", "a\rb", "a\nb", "\u007f", "\u001b[31m"})
  void refusesAValueWithControlCharacters(String value) {
    assertThat(HeadRules.isPlain(headers("X-A", value))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/wsr/v1/connect/%", "/%zz", "/a b", "/\0", "/a\u0001", "http:a", "[::1"})
  void refusesAnAddressThatCannotBeRead(String path) {
    assertThat(HeadRules.isAddress(path, null)).isFalse();
  }

  @Test
  void looksAtTheQueryToo() {
    assertThat(HeadRules.isAddress("/wsr/v1/connect/a", "x=%20y")).isTrue();
    assertThat(HeadRules.isAddress("/wsr/v1/connect/a", "x=%")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Upgrade", "upgrade", "keep-alive, Upgrade", "a ,UPGRADE, b"})
  void takesAHandshakeWhoseConnectionNamesTheUpgrade(String connection) {
    assertThat(HeadRules.isHandshake(handshake(connection, KEY))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "close", "upgraded"})
  void refusesAHandshakeWhoseConnectionDoesNot(String connection) {
    assertThat(HeadRules.isHandshake(handshake(connection, KEY))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "***", "AAAA", "dGhlIHNhbXBsZSBub25jZQAA"})
  void refusesAKeyThatIsNotOf16Bytes(String key) {
    assertThat(HeadRules.isHandshake(handshake("Upgrade", key))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Upgrade", "Sec-WebSocket-Key"})
  void refusesAHandshakeThatSaysItTwice(String name) {
    MimeHeaders twice = handshake("Upgrade", KEY);
    twice.addValue(name).setString(KEY);

    assertThat(HeadRules.isHandshake(twice)).isFalse();
  }

  @Test
  void refusesAHandshakeWithoutAKey() {
    assertThat(HeadRules.isHandshake(headers("Upgrade", "websocket", "Connection", "Upgrade")))
        .isFalse();
  }
}
