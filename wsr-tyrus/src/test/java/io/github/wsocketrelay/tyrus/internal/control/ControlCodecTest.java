package io.github.wsocketrelay.tyrus.internal.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlCodecTest {
  private static final String ZEROS_16 = "A".repeat(22);
  private static final String ZEROS_32 = "A".repeat(43);
  private static final String ZEROS_64 = "A".repeat(86);

  /** One message of each type with its text. */
  static Stream<Arguments> examples() {
    return Stream.of(
        arguments(
            new ControlMessage.Hello(1, new byte[32], 10),
            "{'type':'hello','protocol':1,'nonce':'" + ZEROS_32 + "','pingSeconds':10}"),
        arguments(
            new ControlMessage.Register(
                new byte[32],
                new byte[32],
                1L << 63,
                new byte[64],
                List.of(0, 1, -3),
                new byte[16]),
            "{'type':'register','publicKey':'"
                + ZEROS_32
                + "','admissionKey':'"
                + ZEROS_32
                + "','epoch':'9223372036854775808','signature':'"
                + ZEROS_64
                + "','targets':[0,1,-3],'instance':'"
                + ZEROS_16
                + "'}"),
        arguments(new ControlMessage.Registered(), "{'type':'registered'}"),
        arguments(
            new ControlMessage.Refused(4_429, "rate-limited", 60_000),
            "{'type':'refused','code':4429,'reason':'rate-limited','retryAfterMillis':60000}"),
        arguments(
            new ControlMessage.GoingAway(1_500),
            "{'type':'going-away','reconnectAfterMillis':1500}"),
        arguments(new ControlMessage.TunnelAccepted(1), "{'type':'tunnel-accepted','channel':1}"),
        arguments(
            new ControlMessage.TunnelRefused(65_535, "denied"),
            "{'type':'tunnel-refused','channel':65535,'reason':'denied'}"),
        arguments(
            new ControlMessage.CloseTunnel(2, ""),
            "{'type':'close-tunnel','channel':2,'reason':''}"),
        arguments(new ControlMessage.ChannelFree(3), "{'type':'channel-free','channel':3}"),
        arguments(new ControlMessage.Unregister(), "{'type':'unregister'}"),
        arguments(
            new ControlMessage.TunnelOpened(4, new byte[16], 7, new byte[32], "[::1]:9"),
            "{'type':'tunnel-opened','channel':4,'tunnel':'"
                + ZEROS_16
                + "','epoch':'7','sideProof':'"
                + ZEROS_32
                + "','remoteAddress':'[::1]:9'}"),
        arguments(
            new ControlMessage.TunnelResumed(4, 8, new byte[32], "10.0.0.1:9"),
            "{'type':'tunnel-resumed','channel':4,'epoch':'8','sideProof':'"
                + ZEROS_32
                + "','remoteAddress':'10.0.0.1:9'}"),
        arguments(
            new ControlMessage.TunnelClosed(4, -1, "lost"),
            "{'type':'tunnel-closed','channel':4,'epoch':'18446744073709551615','reason':'lost'}"),
        arguments(
            new ControlMessage.Open(new byte[16], 0, new byte[32], new byte[32]),
            "{'type':'open','tunnel':'"
                + ZEROS_16
                + "','epoch':'0','proof':'"
                + ZEROS_32
                + "','sideProof':'"
                + ZEROS_32
                + "'}"),
        arguments(new ControlMessage.Waiting(), "{'type':'waiting'}"),
        arguments(
            new ControlMessage.Opened(new byte[32], List.of(0)),
            "{'type':'opened','publicKey':'" + ZEROS_32 + "','targets':[0]}"),
        arguments(new ControlMessage.ServerAway(), "{'type':'server-away'}"),
        arguments(new ControlMessage.Closed("bye"), "{'type':'closed','reason':'bye'}"),
        arguments(
            new ControlMessage.FlowOpened(0, 65_535, 1),
            "{'type':'flow-opened','channel':0,'flow':65535,'target':1}"),
        arguments(
            new ControlMessage.FlowOpened(0, 1, 2, 4),
            "{'type':'flow-opened','channel':0,'flow':1,'target':2,'hops':4}"),
        arguments(
            new ControlMessage.FlowClosed(5, 0), "{'type':'flow-closed','channel':5,'flow':0}"),
        arguments(new ControlMessage.Ping(12), "{'type':'ping','t':'12'}"),
        arguments(new ControlMessage.Pong(12), "{'type':'pong','t':'12'}"));
  }

  private static String json(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }

  private static void assertMalformed(String text) {
    assertThatThrownBy(() -> ControlCodec.decode(text))
        .as(text.length() > 200 ? text.substring(0, 200) : text)
        .isInstanceOf(MalformedMessageException.class)
        .hasNoCause() // Its message would hold what the peer sent, uncut.
        .message()
        .hasSizeLessThan(120)
        .matches("\\P{Cntrl}*");
  }

  @Test
  void eachTypeOfMessageHasAnExample() {
    assertThat(examples().map(example -> example.get()[0].getClass().getName()).distinct().toList())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ControlMessage.class.getPermittedSubclasses())
                .map(Class::getName)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void writesTheTextOfTheProtocol(ControlMessage message, String text) {
    assertThat(ControlCodec.encode(message)).isEqualTo(json(text));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void readsWhatItWrote(ControlMessage message, String text) throws Exception {
    ControlMessage read = ControlCodec.decode(json(text));
    assertThat(read).hasSameClassAs(message);
    assertThat(read).usingRecursiveComparison().isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'hops':0", ",'hops':null"})
  void aFlowThatSaysNothingOfHopsHasNone(String hops) throws Exception {
    String text = json("{'type':'flow-opened','channel':0,'flow':1,'target':2" + hops + "}");
    assertThat(ControlCodec.decode(text)).isEqualTo(new ControlMessage.FlowOpened(0, 1, 2));
    assertThat(new ControlMessage.FlowOpened(0, 1, 2).hopsBefore()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "1.5", "'1'"})
  void refusesHopsThatAreNoCount(String hops) {
    assertMalformed(
        json("{'type':'flow-opened','channel':0,'flow':1,'target':2,'hops':" + hops + "}"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void refusesEveryProperPrefix(ControlMessage message, String text) {
    String whole = json(text);
    for (int length = 0; length < whole.length(); length++) {
      assertMalformed(whole.substring(0, length));
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void refusesAMessageThatLacksAFieldOrHasAnotherTypeInIt(ControlMessage message, String text) {
    for (var field : message.getClass().getRecordComponents()) {
      String name = "\"" + field.getName() + "\":";
      String renamed = json(text).replace(name, "\"x-" + field.getName() + "\":");
      if (!field.isAnnotationPresent(MayBeMissing.class)) {
        assertMalformed(renamed);
      }
      String open = renamed.substring(0, renamed.length() - 1) + "," + name;
      for (String mistyped : List.of("true", "{}", "[{}]", "[\"0\"]", "1.5", "\"\\u0000 !\"")) {
        if (field.getType() != String.class || !mistyped.startsWith("\"")) {
          assertMalformed(open + mistyped + "}");
        }
      }
    }
  }

  @Test
  void ignoresFieldsThatItDoesNotKnow() throws Exception {
    ControlMessage read =
        ControlCodec.decode(json("{'new':{'a':[1,null]},'type':'channel-free','channel':3,'x':1}"));
    assertThat(read).isEqualTo(new ControlMessage.ChannelFree(3));
  }

  @Test
  void readsFieldsInAnyOrder() throws Exception {
    assertThat(ControlCodec.decode(json("{'flow':2,'channel':1,'type':'flow-closed'}")))
        .isEqualTo(new ControlMessage.FlowClosed(1, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'refused','code':4403,'reason':'taken'}",
        "{'type':'refused','code':4403,'reason':'taken','retryAfterMillis':null}"
      })
  void readsARefusalWithoutATimeToWait(String text) throws Exception {
    assertThat(ControlCodec.decode(json(text)))
        .isEqualTo(new ControlMessage.Refused(4_403, "taken", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "2147483648", "0.5", "'5'"})
  void refusesATimeToWaitThatIsNone(String millis) {
    assertMalformed(
        json("{'type':'refused','code':4403,'reason':'taken','retryAfterMillis':" + millis + "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2147483647"})
  void readsAnyTimeToComeBackThatFits(String millis) throws Exception {
    assertThat(
            ControlCodec.decode(
                json("{'type':'going-away','reconnectAfterMillis':" + millis + "}")))
        .isEqualTo(new ControlMessage.GoingAway(Integer.parseInt(millis)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "2147483648", "0.5", "'5'", "null"})
  void refusesATimeToComeBackThatIsNone(String millis) {
    assertMalformed(json("{'type':'going-away','reconnectAfterMillis':" + millis + "}"));
  }

  private static String registerWith(String instance) {
    return json(
        "{'type':'register','publicKey':'%s','admissionKey':'%s','epoch':'1','signature':'%s','targets':[0]%s}"
            .formatted(ZEROS_32, ZEROS_32, ZEROS_64, instance));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'instance':null"})
  void readsARegistrationWithoutAnInstance(String instance) throws Exception {
    ControlMessage read = ControlCodec.decode(registerWith(json(instance)));
    assertThat(((ControlMessage.Register) read).instance()).isNull();
    assertThat(ControlCodec.encode(read)).isEqualTo(registerWith(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "'AAAA'", "'AAAAAAAAAAAAAAAAAAAAAAA'", "7"})
  void refusesAnInstanceThatIsNone(String instance) {
    assertMalformed(registerWith(json(",'instance':" + instance)));
  }

  @Test
  void leavesAwayATimeToWaitThatThereIsNot() {
    assertThat(ControlCodec.encode(new ControlMessage.Refused(4_403, "taken", null)))
        .isEqualTo(json("{'type':'refused','code':4403,'reason':'taken'}"));
  }

  @Test
  void keepsAnEpochAboveTheSignedRange() throws Exception {
    long epoch = Long.parseUnsignedLong("18446744073709551615");
    ControlMessage read =
        ControlCodec.decode(ControlCodec.encode(new ControlMessage.TunnelClosed(1, epoch, "left")));
    assertThat(((ControlMessage.TunnelClosed) read).epoch()).isEqualTo(epoch);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "18446744073709551616", // 2^64
        "-1",
        "+1",
        "01",
        "",
        " 1",
        "1.0",
        "1e3",
        "0x10"
      })
  void refusesA64BitNumberThatIsNone(String number) {
    assertMalformed(json("{'type':'ping','t':'" + number + "'}"));
  }

  @Test
  void refusesA64BitNumberThatIsNoString() {
    assertMalformed(json("{'type':'ping','t':1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0", // out of range
        "65536",
        "-1",
        "1.5", // a fraction
        "2147483648", // overflows
        "4294967297", // would be 1 if cut to 32 bits
        "1e400",
        "1e-400",
        "1e999999999", // would be a number with a billion digits
        "1e99999999999",
        "'1'",
        "null",
        "[1]",
        "true"
      })
  void refusesAChannelThatIsNone(String channel) {
    assertMalformed(json("{'type':'channel-free','channel':" + channel + "}"));
  }

  @Test
  void takesAnIntegerInAnotherJsonForm() throws Exception {
    assertThat(ControlCodec.decode(json("{'type':'channel-free','channel':1e1}")))
        .isEqualTo(new ControlMessage.ChannelFree(10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]", // none
        "[0,0]", // one twice
        "[65536]",
        "[-65536]",
        "[null]",
        "['0']",
        "[[0]]",
        "0",
        "{}"
      })
  void refusesTargetsThatAreNone(String targets) {
    assertMalformed(
        json("{'type':'opened','publicKey':'" + ZEROS_32 + "','targets':" + targets + "}"));
  }

  @Test
  void refusesMoreThan64Targets() {
    String many = Stream.iterate(0, i -> i + 1).limit(65).toList().toString();
    assertMalformed(
        json("{'type':'opened','publicKey':'" + ZEROS_32 + "','targets':" + many + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // no bytes
        "AAAA", // too few
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", // padded
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", // 33 bytes
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+", // another alphabet
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA A",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAé",
        "A"
      })
  void refusesBytesThatAreNone(String bytes) {
    assertMalformed(json("{'type':'opened','publicKey':'" + bytes + "','targets':[0]}"));
  }

  @Test
  void refusesTextThatIsTooLong() throws Exception {
    String longest = "x".repeat(256);
    assertThat(ControlCodec.decode(json("{'type':'closed','reason':'" + longest + "'}")))
        .isEqualTo(new ControlMessage.Closed(longest));
    assertMalformed(json("{'type':'closed','reason':'" + longest + "x'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "'ping'",
        "[]",
        "[{'type':'waiting'}]",
        "nonsense",
        "{'type':'waiting'",
        "{'type':'waiting'}}",
        "{'type':'waiting'} x",
        "{'type':'waiting'}{'type':'waiting'}",
        "{type:'waiting'}",
        "\u0000",
        "\ufeff{'type':'waiting'}"
      })
  void refusesWhatIsNoJsonObject(String text) {
    assertMalformed(json(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'type':null}",
        "{'type':1}",
        "{'type':['ping']}",
        "{'type':''}",
        "{'type':'nonsense'}",
        "{'type':'Waiting'}",
        "{'type':'control-message'}"
      })
  void refusesATypeThatItDoesNotKnow(String text) {
    assertMalformed(json(text));
  }

  @Test
  void refusesDeepNestingWithoutOverflowingTheStack() {
    assertMalformed("[".repeat(ControlCodec.MAX_CHARACTERS));
    assertMalformed("{\"a\":".repeat(ControlCodec.MAX_CHARACTERS / 5));
    int depth = ControlCodec.MAX_CHARACTERS / 2 - 20;
    assertMalformed(json("{'type':'waiting','x':" + "[".repeat(depth) + "]".repeat(depth) + "}"));
  }

  @Test
  void refusesTextThatIsLongerThanAnyMessage() {
    String padding = " ".repeat(ControlCodec.MAX_CHARACTERS);
    assertMalformed(json("{'type':'waiting'}") + padding);
  }
}
