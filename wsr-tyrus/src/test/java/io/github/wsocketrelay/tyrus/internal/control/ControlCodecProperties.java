package io.github.wsocketrelay.tyrus.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ControlCodecProperties {

  /** The text of some message with a piece of it replaced. */
  @Provide
  Arbitrary<String> damagedMessages() {
    Arbitrary<String> texts =
        Arbitraries.of(
            ControlCodecTest.examples()
                .map(example -> ControlCodec.encode((ControlMessage) example.get()[0]))
                .toList());
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(4),
            Arbitraries.strings().withChars("{}[]\",:0123456789eE+-.\\untrfals ").ofMaxLength(6),
            Arbitraries.of("null", "-1", "1e999999999", "{}", "[[", "\"type\":1", "\\ud800"));
    Arbitrary<Double> places = Arbitraries.doubles().between(0, 1);
    return Combinators.combine(texts, pieces, places, Arbitraries.integers().between(0, 12))
        .as(
            (text, piece, place, cut) -> {
              int from = (int) (place * text.length());
              int to = Math.min(text.length(), from + cut);
              return text.substring(0, from) + piece + text.substring(to);
            });
  }

  @Property
  void anyTextIsDecodedOrRefusedAsMalformed(@ForAll String text) {
    decodeOrRefuse(text);
  }

  @Property
  void aDamagedMessageIsDecodedOrRefusedAsMalformed(@ForAll("damagedMessages") String text) {
    decodeOrRefuse(text);
  }

  private static void decodeOrRefuse(String text) {
    ControlMessage read;
    try {
      read = ControlCodec.decode(text);
    } catch (MalformedMessageException refused) {
      return;
    }
    assertThat(ControlCodec.encode(read)).contains("\"type\"");
  }
}
