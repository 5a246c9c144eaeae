package io.github.wsocketrelay.tyrus.internal.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wsocketrelay.ServerId;
import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages are logged in part, and what is wrong with one is logged too. */
class ControlSecretsTest {
  private static final byte[] KEY = ServerId.random().keys().admissionKey();
  private static final byte[] TUNNEL = Arrays.copyOf(KEY, 16);
  private static final ControlMessage.Register REGISTER =
      new ControlMessage.Register(KEY, KEY, 1, new byte[64], List.of(0), TUNNEL);

  private static void assertShowsNoKey(String text) {
    String base64 = Base64.getUrlEncoder().withoutPadding().encodeToString(KEY);
    assertThat(text)
        .doesNotContain(
            base64.substring(0, 10),
            HexFormat.of().formatHex(TUNNEL),
            Arrays.toString(TUNNEL).replace("]", ""));
  }

  static Stream<ControlMessage> messages() {
    return Stream.of(
        REGISTER,
        new ControlMessage.Hello(1, KEY, 10),
        new ControlMessage.Open(TUNNEL, 1, KEY, KEY),
        new ControlMessage.TunnelOpened(1, TUNNEL, 1, KEY, "192.0.2.1:1"),
        new ControlMessage.TunnelResumed(1, 1, KEY, "192.0.2.1:1"),
        new ControlMessage.Opened(KEY, List.of(0)));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theTextOfAMessageShowsNoKeyAndNoProof(ControlMessage message) {
    assertShowsNoKey(message.toString());
  }

  static Stream<String> damaged() {
    String text = ControlCodec.encode(REGISTER);
    String key = Base64.getUrlEncoder().withoutPadding().encodeToString(KEY);
    return Stream.of(
        text.replaceFirst("\"" + key, "\"!" + key),
        text.replaceFirst("\"" + key, "\"AAAA" + key),
        text.replaceFirst("\"" + key, "\"" + key.substring(1)),
        text.replaceFirst("\"" + key + "\"", key),
        text.replaceFirst("\"" + key + "\"", "[\"" + key + "\"]"),
        text.replaceFirst("\"epoch\":\"1\"", "\"epoch\":\"" + key + "\""),
        text.replaceFirst("\"register\"", "\"" + key + "\""),
        text.replaceFirst("\\{", "{" + key),
        text.substring(0, text.indexOf(key) + key.length()),
        key);
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void whatIsWrongWithAMessageIsSaidWithoutItsKeys(String text) {
    Throwable thrown = catchThrowable(() -> ControlCodec.decode(text));
    assertThat(thrown).isInstanceOf(MalformedMessageException.class);
    StringWriter all = new StringWriter();
    thrown.printStackTrace(new PrintWriter(all, true));
    assertShowsNoKey(all.toString());
  }

  @Test
  void aTestThatLooksForKeysWouldFindThem() {
    Throwable found = catchThrowable(() -> assertShowsNoKey(ControlCodec.encode(REGISTER)));
    assertThat(found).isInstanceOf(AssertionError.class);
  }
}
