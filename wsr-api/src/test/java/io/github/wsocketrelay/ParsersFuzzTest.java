package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Whatever text a parser is given, it reads it or throws an {@link IllegalArgumentException} whose
 * message can be printed on one line; and what it has read can be written down and read again.
 */
class ParsersFuzzTest {
  private static final List<Function<String, Object>> PARSERS =
      List.of(
          text -> again(AddressRange.parse(text), AddressRange::parse),
          HttpProxy::parse,
          AccessToken::of,
          text -> again(CertificatePin.parse(text), CertificatePin::parse),
          text -> again(RelayAddress.parse(text), RelayAddress::parse),
          RelayAddress::parseList,
          Invitation::parse,
          ServerId::parse,
          Target::parseList);

  /** The first byte tells which parser gets the rest. */
  @FuzzTest(maxDuration = "10m")
  void parserReadsOrRefusesInWords(byte[] input) {
    if (input.length == 0) {
      return;
    }
    String text = new String(Arrays.copyOfRange(input, 1, input.length), StandardCharsets.UTF_8);
    try {
      Object unused = PARSERS.get((input[0] & 0xff) % PARSERS.size()).apply(text);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage().chars()).noneMatch(Character::isISOControl);
    }
  }

  private static <T> T again(T value, Function<String, T> parser) {
    try {
      assertThat(parser.apply(value.toString())).isEqualTo(value);
    } catch (IllegalArgumentException e) {
      throw new AssertionError(value + " is not read again", e);
    }
    return value;
  }
}
